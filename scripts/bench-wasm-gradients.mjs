// Compares a training step of ResNet-20 on tfjs-backend-wasm as it is shipped, with composed fused operations, and on our
// kernels, alternating in one process. The package has no filter gradient of a convolution and cannot train without one:
// it gets the best that its own operations give, a forward convolution over transposed tensors.
//   node scripts/bench-wasm-gradients.mjs [--batch 128] [--rounds 5]
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm";

const { values: options } = parseArgs({
  options: { batch: { type: "string", default: "128" }, rounds: { type: "string", default: "5" } },
});
const batch = Number(options.batch);

/** A TypeScript module of the engine. */
async function engineModule(name) {
  const bundle = `.build/bench-${name.replace("/", "-")}.mjs`;
  const root = fileURLToPath(new URL("..", import.meta.url));
  execFileSync(process.execPath, ["scripts/bundle-for-node.mjs", `runner/engine/${name}.ts`, bundle], { cwd: root });
  return import(`${root}/${bundle}`);
}

const shipped = tf.getKernelsForBackend("wasm");
const ours = await (await engineModule("wasm")).backend.create();
const { composed } = await engineModule("fused/composed");
const engines = {
  "as shipped": { ...composed, kernels: [...shipped, composedFilterGradient()] },
  ours: { ...ours, kernels: tf.getKernelsForBackend("wasm") },
};
let engine;

function use(name) {
  engine = engines[name];
  for (const kernel of engine.kernels) {
    if (tf.getKernel(kernel.kernelName, "wasm") === kernel) continue;
    if (tf.getKernel(kernel.kernelName, "wasm") !== undefined) tf.unregisterKernel(kernel.kernelName, "wasm");
    tf.registerKernel(kernel);
    kernel.setupFunc?.(tf.backend());
  }
}

/** dw = x convolved with dy, the batch in the place of the channels; dy's pixels stand `stride` apart. */
function composedFilterGradient() {
  const kernelFunc = ({ inputs, attrs, backend }) =>
    tf.tidy(() => {
      const [x, dy] = [inputs.x, inputs.dy].map((info) => {
        backend.incRef(info.dataId);
        return tf.engine().makeTensorFromTensorInfo(info);
      });
      const { filterShape, strides, pad } = attrs;
      const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
      const along = (outputs, stride, filter, inputs, before) => {
        const after = (outputs - 1) * stride + filter - inputs - before;
        return { before, after: Math.max(0, after), used: inputs + Math.min(0, after) };
      };
      const rows = along(info.outHeight, info.strideHeight, info.filterHeight, info.inHeight, info.padInfo.top);
      const columns = along(info.outWidth, info.strideWidth, info.filterWidth, info.inWidth, info.padInfo.left);
      const images = tf.slice(tf.transpose(x, [3, 1, 2, 0]), [0, 0, 0, 0], [-1, rows.used, columns.used, -1]);
      const padding = [
        [0, 0],
        [rows.before, rows.after],
        [columns.before, columns.after],
        [0, 0],
      ];
      const dilations = [info.strideHeight, info.strideWidth];
      const result = tf.conv2d(images, tf.transpose(dy, [1, 2, 0, 3]), 1, padding, "NHWC", dilations);
      return tf.transpose(result, [1, 2, 0, 3]);
    });
  return { kernelName: "Conv2DBackpropFilter", backendName: "wasm", kernelFunc };
}

const parameters = [];
let seed = 1;
function parameter(initial) {
  const variable = tf.variable(initial);
  parameters.push(variable);
  return variable;
}
function convolution(side, channelsIn, channelsOut) {
  const a = Math.sqrt(6 / (channelsIn + channelsOut)) / side;
  return {
    filter: parameter(tf.randomUniform([side, side, channelsIn, channelsOut], -a, a, "float32", seed++)),
    gamma: parameter(tf.ones([channelsOut])),
    beta: parameter(tf.zeros([channelsOut])),
  };
}
const stem = convolution(3, 3, 16);
const blocks = [16, 32, 64].flatMap((channels, stage) =>
  [0, 1, 2].map((block) => {
    const down = stage > 0 && block === 0;
    const channelsIn = down ? channels / 2 : channels;
    return {
      stride: down ? 2 : 1,
      first: convolution(3, channelsIn, channels),
      second: convolution(3, channels, channels),
      shortcut: down ? convolution(1, channelsIn, channels) : null,
    };
  }),
);
const dense = parameter(tf.randomUniform([64, 10], -0.2, 0.2, "float32", seed++));
const buffers = parameters.map((variable) => tf.variable(tf.zerosLike(variable)));
const images = tf.randomNormal([batch, 32, 32, 3], 0, 1, "float32", seed++);
const labels = Array.from({ length: batch }, (_, index) => index % 10);
const targets = tf.cast(tf.oneHot(tf.tensor1d(labels, "int32"), 10), "float32");

function layer(x, { filter, gamma, beta }, stride, normOptions) {
  return engine.batchNormTrain(tf.conv2d(x, filter, stride, filter.shape[0] >> 1), gamma, beta, normOptions).z;
}
function loss() {
  let x = layer(images, stem, 1, { relu: true });
  for (const { stride, first, second, shortcut } of blocks) {
    const residual = shortcut === null ? x : layer(x, shortcut, stride, { relu: false });
    x = layer(layer(x, first, stride, { relu: true }), second, 1, { relu: true, residual });
  }
  const averages = tf.reshape(tf.avgPool(x, 8, 1, "valid"), [batch, 64]);
  return engine.softmaxCrossEntropy(tf.matMul(averages, dense), targets);
}
/** Milliseconds of one training step. */
function step() {
  const started = performance.now();
  const { value, grads } = tf.variableGrads(loss, parameters);
  const entries = parameters.map((variable, index) => ({
    variable,
    gradient: grads[variable.name],
    momentumBuffer: buffers[index],
    weightDecay: 1e-4,
  }));
  engine.nesterovUpdate(entries, { learningRate: 0.01, momentum: 0.9 });
  value.dataSync();
  tf.dispose([value, grads]);
  return performance.now() - started;
}

const times = { "as shipped": [], ours: [] };
// The first round warms up.
for (let round = 0; round <= Number(options.rounds); round++) {
  for (const [name, milliseconds] of Object.entries(times)) {
    use(name);
    const taken = step();
    if (round > 0) milliseconds.push(taken);
  }
}
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
console.log(`ResNet-20, 32×32, batch ${batch}; Node ${process.version}, ${cpus()[0].model}; ours: ${ours.device}`);
for (const [name, milliseconds] of Object.entries(times)) {
  const middle = median(milliseconds);
  console.log(`${name}: ${middle.toFixed(0)} ms a step, ${((batch / middle) * 1000).toFixed(1)} images/s`);
}
console.log(`ratio: ${(median(times["as shipped"]) / median(times.ours)).toFixed(1)}`);
