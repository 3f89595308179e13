import { strict as assert } from "node:assert";
import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../../runner/engine/engine.ts";
import { createEngine } from "../../../runner/engine/index.ts";
import { assertClose, noise, noiseTensor } from "./numbers.ts";
import * as reference from "./reference.ts";
import { lossesOfSmallNet } from "./small-net.ts";

/**
 * What every backend must do, as named cases that throw where it does not. They run inside a test and in a child process
 * (for a driver that needs its own environment), so they use Node's assertions.
 */
export interface ContractCase {
  name: string;
  run(engine: Engine): Promise<void>;
}

const convolutions: [name: string, reference.ConvolutionShape, pad: "same" | "valid" | number | [number, number][]][] =
  [
    shape("3×3, stride 1, same, odd sides", [2, 7, 9, 3], [3, 3, 3, 5], 1, "same", [1, 1], [1, 1]),
    shape("3×3, stride 1, channels in fours", [2, 8, 8, 16], [3, 3, 16, 8], 1, "same", [1, 1], [1, 1]),
    shape("3×3, stride 2, same, even and odd side", [2, 8, 9, 3], [3, 3, 3, 4], 2, "same", [0, 1], [1, 1]),
    shape("3×3, stride 2, padding 1, even side", [1, 8, 8, 4], [3, 3, 4, 6], 2, 1, [1, 1], [1, 1]),
    shape("1×1, stride 1, batch 1", [1, 5, 3, 7], [1, 1, 7, 2], 1, "valid", [0, 0], [0, 0]),
    shape("1×1, stride 2, odd side", [3, 7, 7, 4], [1, 1, 4, 8], 2, "valid", [0, 0], [0, 0]),
    shape("7×7, stride 2, padding 3, batch 1", [1, 15, 16, 3], [7, 7, 3, 4], 2, 3, [3, 3], [3, 3]),
    shape("5×2, stride 1, valid", [2, 8, 5, 2], [5, 2, 2, 3], 1, "valid", [0, 0], [0, 0]),
    shape("2×2, stride 3, pixels left over", [2, 9, 10, 3], [2, 2, 3, 2], 3, "valid", [0, 0], [0, 0]),
    shape("one pixel, 3×3, same", [2, 1, 1, 4], [3, 3, 4, 4], 1, "same", [1, 1], [1, 1]),
  ];

function shape(
  name: string,
  x: [number, number, number, number],
  filter: [number, number, number, number],
  stride: number,
  pad: "same" | "valid" | number,
  vertical: [number, number],
  horizontal: [number, number],
): (typeof convolutions)[number] {
  return [name, { x, filter, strides: [stride, stride], padding: [vertical, horizontal] }, pad];
}

const convolutionCases = convolutions.map(
  ([name, shape, pad]): ContractCase => ({
    name: `convolution and its gradients: ${name}`,
    async run() {
      const x = noiseTensor<tf.Tensor4D>(shape.x, 1);
      const filter = noiseTensor<tf.Tensor4D>(shape.filter, 2);
      const dz = noiseTensor<tf.Tensor4D>(reference.outputShape(shape), 3);
      const { value, grads } = tf.valueAndGrads((...args) => {
        const [x, filter] = args as unknown as [tf.Tensor4D, tf.Tensor4D];
        return tf.conv2d(x, filter, shape.strides, pad as number);
      })([x.tensor, filter.tensor], dz.tensor);
      const expected = reference.convolutionGradients(shape, x.values, filter.values, dz.values);
      await assertClose("forward", value, reference.convolution(shape, x.values, filter.values));
      await assertClose("input gradient", grads[0]!, expected.dx);
      await assertClose("filter gradient", grads[1]!, expected.dFilter);
    },
  }),
);

const poolings: { name: string; kind: "max" | "average"; side: number; window: number; stride: number; pad: number }[] =
  [
    { name: "3×3, stride 2, padding 1", kind: "max", side: 9, window: 3, stride: 2, pad: 1 },
    { name: "2×2, stride 2, pixel left over", kind: "max", side: 7, window: 2, stride: 2, pad: 0 },
    { name: "2×2, stride 2", kind: "average", side: 8, window: 2, stride: 2, pad: 0 },
    { name: "whole image", kind: "average", side: 7, window: 7, stride: 1, pad: 0 },
  ];

const poolingCases = poolings.map(
  ({ name, kind, side, window, stride, pad }): ContractCase => ({
    name: `${kind} pooling and its gradient: ${name}`,
    async run() {
      const shape = {
        x: [2, side, side, 3] as [number, number, number, number],
        window: [window, window] as [number, number],
        strides: [stride, stride] as [number, number],
        padding: [
          [pad, pad],
          [pad, pad],
        ] as [[number, number], [number, number]],
      };
      const x = noiseTensor<tf.Tensor4D>(shape.x, 4);
      const dz = noiseTensor<tf.Tensor4D>(reference.outputShape({ ...shape, filter: [window, window, 3, 3] }), 5);
      const pool = kind === "max" ? tf.maxPool : tf.avgPool;
      const { value, grad } = tf.valueAndGrad((x) => pool(x as tf.Tensor4D, window, stride, pad))(x.tensor, dz.tensor);
      const expected = reference.pooling(kind, shape, x.values, dz.values);
      await assertClose("forward", value, expected.z);
      await assertClose("gradient", grad, expected.dx);
    },
  }),
);

const batchNormCases = [false, true].flatMap((withResidual) =>
  [false, true].map(
    (relu): ContractCase => ({
      name: `batchNormTrain and its gradients, ${withResidual ? "with" : "without"} residual, ${relu ? "with" : "without"} ReLU`,
      async run(engine) {
        const sizes: [number, number, number, number][] = [
          [3, 5, 4, 6],
          [1, 3, 3, 1],
        ];
        for (const size of sizes) {
          const channels = size[3];
          // A mean far from zero shows a variance that is computed by subtracting large numbers.
          const x = noise(
            size.reduce((a, b) => a * b),
            6,
          ).map((value, index) => value + (index % channels) * 3);
          const [gamma, beta, residual, dz] = [
            noise(channels, 7),
            noise(channels, 8),
            noise(x.length, 9),
            noise(x.length, 10),
          ];
          let statistics: tf.Tensor[] = [];
          const inputs = [tf.tensor(x, size), tf.tensor(gamma), tf.tensor(beta), tf.tensor(residual, size)];
          const { value, grads } = tf.valueAndGrads((...args) => {
            const [x, gamma, beta, residual] = args as unknown as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor4D];
            const options = withResidual ? { residual, relu } : { relu };
            const { z, mean, variance } = engine.batchNormTrain(x, gamma, beta, options);
            statistics = [tf.keep(mean), tf.keep(variance)];
            return z;
          })(withResidual ? inputs : inputs.slice(0, 3), tf.tensor(dz, size));
          const expected = reference.batchNorm(
            channels,
            { x, gamma, beta, relu, ...(withResidual && { residual }) },
            dz,
          );
          await assertClose("z", value, expected.z);
          await assertClose("mean", statistics[0]!, expected.mean);
          await assertClose("variance", statistics[1]!, expected.variance);
          await assertClose("x's gradient", grads[0]!, expected.dx, 5e-5);
          await assertClose("gamma's gradient", grads[1]!, expected.dGamma);
          await assertClose("beta's gradient", grads[2]!, expected.dBeta);
          if (withResidual) await assertClose("residual's gradient", grads[3]!, expected.dResidual);
        }
      },
    }),
  ),
);

const lossCase: ContractCase = {
  name: "softmaxCrossEntropy and its gradient, soft targets and large logits",
  async run(engine) {
    const [rows, classes] = [5, 7];
    const logits = noise(rows * classes, 11).map((value, index) => value * (index < classes ? 200 : 3));
    const targets = noise(rows * classes, 12).map((value) => value * 0.1 + 1 / classes);
    const { value, grad } = tf.valueAndGrad((logits) =>
      engine.softmaxCrossEntropy(logits as tf.Tensor2D, tf.tensor2d(targets, [rows, classes])),
    )(tf.tensor2d(logits, [rows, classes]));
    const expected = reference.softmaxCrossEntropy(classes, logits, targets);
    await assertClose("loss", value, [expected.loss]);
    await assertClose("logits' gradient", grad, expected.dLogits);
  },
};

const updateCase: ContractCase = {
  name: "nesterovUpdate over several steps, decay per entry, a changing rate",
  async run(engine) {
    const entries = [1, 16, 37].map((length, index) => {
      const values = noise(length, 13 + index);
      return {
        variable: tf.variable(tf.tensor1d(values)),
        momentumBuffer: tf.variable(tf.zeros([length])),
        weightDecay: index === 1 ? 0 : 0.01,
        expected: Float64Array.from(values),
        expectedBuffer: new Float64Array(length),
      };
    });
    for (const [step, learningRate] of [0.1, 0.3, 0.03, 0.03].entries()) {
      const gradients = entries.map(({ expected }, index) => noise(expected.length, 20 + step * 3 + index));
      engine.nesterovUpdate(
        entries.map((entry, index) => ({ ...entry, gradient: tf.tensor1d(gradients[index]!) })),
        { learningRate, momentum: 0.9 },
      );
      for (const [index, { expected, expectedBuffer, weightDecay }] of entries.entries()) {
        expected.forEach((weight, i) => {
          const g = gradients[index]![i]! + weightDecay * weight;
          expectedBuffer[i] = 0.9 * expectedBuffer[i]! + g;
          expected[i] = weight - learningRate * (g + 0.9 * expectedBuffer[i]!);
        });
      }
    }
    for (const { variable, momentumBuffer, expected, expectedBuffer } of entries) {
      await assertClose("weights", variable, expected);
      await assertClose("momentum", momentumBuffer, expectedBuffer);
      tf.dispose([variable, momentumBuffer]);
    }
  },
};

// Kernels that keep something of a weight under its tensor's id have trained wrongly while every gradient was right.
const trajectoryCase: ContractCase = {
  name: "a small net's losses over ten steps equal the cpu backend's, and no tensor is left over",
  async run(engine) {
    const { losses, tensorsLeftOver } = await lossesOfSmallNet(engine);
    assert.equal(tensorsLeftOver, 0, "tensors left over after ten steps");
    const { engine: cpu } = await createEngine("cpu");
    const expected = await lossesOfSmallNet(cpu);
    await tf.setBackend(engine.backend);
    assert.ok(expected.losses.at(-1)! < 0.8 * expected.losses[0]!, "the small net learns");
    await assertClose("losses", tf.tensor1d(losses), expected.losses, 1e-4);
  },
};

export const contract: ContractCase[] = [
  ...convolutionCases,
  ...poolingCases,
  ...batchNormCases,
  lossCase,
  updateCase,
  trajectoryCase,
];
