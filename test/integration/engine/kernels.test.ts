import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { builds, normals, relativeErrors, runOn, useBuild, type Values } from "../../support/kernels.ts";

/** The contract of every kernel: within this share of the cpu backend's largest value. */
const TOLERANCE = 1e-5;

async function expectClose(...[inputs, compute]: Parameters<typeof relativeErrors>): Promise<void> {
  for (const error of await relativeErrors(inputs, compute)) expect(error).toBeLessThanOrEqual(TOLERANCE);
}

interface Case {
  x: [number, number, number, number];
  filter: [number, number, number, number];
  stride: number | [number, number];
  pad: "same" | "valid" | number;
}

const convolutions: Case[] = [
  { x: [2, 32, 32, 3], filter: [3, 3, 3, 16], stride: 1, pad: 1 },
  { x: [2, 32, 32, 16], filter: [3, 3, 16, 16], stride: 1, pad: 1 },
  { x: [2, 16, 16, 32], filter: [3, 3, 32, 32], stride: 1, pad: 1 },
  { x: [3, 15, 18, 20], filter: [3, 3, 20, 28], stride: 1, pad: "valid" },
  { x: [2, 13, 11, 16], filter: [3, 3, 16, 20], stride: 1, pad: 2 },
  { x: [4, 8, 8, 128], filter: [3, 3, 128, 96], stride: 1, pad: 1 },
  { x: [4, 7, 7, 64], filter: [3, 3, 64, 32], stride: 1, pad: "same" },
  { x: [1, 9, 11, 16], filter: [3, 3, 16, 32], stride: 2, pad: 1 },
  { x: [2, 16, 16, 16], filter: [3, 3, 16, 32], stride: 2, pad: 1 },
  { x: [2, 16, 16, 16], filter: [1, 1, 16, 32], stride: 2, pad: 0 },
  { x: [3, 7, 5, 20], filter: [1, 1, 20, 12], stride: 1, pad: 0 },
  { x: [1, 3, 3, 600], filter: [1, 1, 600, 300], stride: 1, pad: 0 },
  { x: [1, 30, 30, 3], filter: [7, 7, 3, 64], stride: 2, pad: 3 },
  { x: [2, 13, 17, 5], filter: [5, 3, 5, 7], stride: [2, 3], pad: "same" },
  { x: [2, 13, 17, 1], filter: [2, 4, 1, 1], stride: [3, 1], pad: "valid" },
  { x: [1, 7, 7, 128], filter: [3, 3, 128, 64], stride: 1, pad: "same" },
  { x: [2, 8, 8, 33], filter: [3, 3, 33, 50], stride: 1, pad: 1 },
  { x: [1, 1, 1, 3], filter: [3, 3, 3, 2], stride: 1, pad: 1 },
];

const depthwiseConvolutions: Case[] = [
  { x: [2, 14, 13, 32], filter: [3, 3, 32, 1], stride: 1, pad: 1 },
  { x: [1, 7, 9, 12], filter: [3, 3, 12, 1], stride: 1, pad: "valid" },
  { x: [2, 9, 8, 12], filter: [3, 3, 12, 1], stride: 2, pad: "same" },
  { x: [2, 9, 8, 5], filter: [3, 3, 5, 1], stride: 1, pad: 1 },
  { x: [1, 11, 6, 3], filter: [5, 2, 3, 4], stride: 1, pad: "same" },
  { x: [1, 1, 1, 4], filter: [3, 3, 4, 1], stride: 1, pad: 1 },
];

const pools: { x: Case["x"]; size: number; stride: number; pad: Case["pad"] }[] = [
  { x: [2, 15, 13, 20], size: 3, stride: 2, pad: 1 },
  { x: [1, 8, 8, 7], size: 2, stride: 2, pad: 0 },
  { x: [1, 7, 9, 5], size: 2, stride: 2, pad: "same" },
  { x: [2, 7, 7, 16], size: 7, stride: 1, pad: "valid" },
];

const batchNorms: { shape: Case["x"]; residual: boolean; relu: boolean }[] = [
  [1, 3, 3, 1],
  [3, 5, 4, 6],
  [2, 9, 7, 16],
  [1, 4, 4, 200],
  [2, 40, 40, 35],
].flatMap((shape) =>
  [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ].map(([residual, relu]) => ({ shape: shape as Case["x"], residual: residual!, relu: relu! })),
);

const products = [
  { a: [1, 64], b: [64, 10], transposeA: false, transposeB: false },
  { a: [37, 129], b: [129, 70], transposeA: false, transposeB: false },
  { a: [129, 37], b: [129, 13], transposeA: true, transposeB: false },
  { a: [37, 300], b: [13, 300], transposeA: false, transposeB: true },
  { a: [3, 9, 5], b: [3, 4, 9], transposeA: true, transposeB: true },
  { a: [3, 5, 9], b: [1, 9, 4], transposeA: false, transposeB: false },
];

for (const { name, build } of builds) {
  describe(name, () => {
    beforeAll(() => useBuild(build));

    test.each(convolutions)("convolution of $x by $filter, stride $stride, pad $pad", async (shape) => {
      const { x, filter, stride, pad } = shape;
      const { outShape } = tf.backend_util.computeConv2DInfo(x, filter, stride, 1, pad);
      await expectClose([normals(x, 1), normals(filter, 2), normals(outShape, 3)], ([image, weights, dy]) => {
        const forward = (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad);
        return [forward(image!, weights!), ...tf.grads(forward)([image!, weights!], dy)];
      });
    });

    test.each(depthwiseConvolutions)(
      "depthwise convolution of $x by $filter, stride $stride, pad $pad",
      async (shape) => {
        const { x, filter, stride, pad } = shape;
        const { outShape } = tf.backend_util.computeConv2DInfo(x, filter, stride, 1, pad, undefined, true);
        await expectClose([normals(x, 1), normals(filter, 2), normals(outShape, 3)], ([image, weights, dy]) => {
          const forward = (a: tf.Tensor, b: tf.Tensor) =>
            tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad);
          return [forward(image!, weights!), ...tf.grads(forward)([image!, weights!], dy)];
        });
      },
    );

    test.each(pools)("pools of $x, window $size, stride $stride, pad $pad", async ({ x, size, stride, pad }) => {
      const { outShape, padInfo } = tf.backend_util.computePool2DInfo(x, size, stride, 1, pad);
      // Whole numbers, so that a window often holds its maximum twice.
      const image: Values = { shape: x, values: normals(x, 4).values.map((value) => Math.round(2 * value)) };
      await expectClose([image, normals(outShape, 5)], ([image, dy]) => {
        const most = (a: tf.Tensor) => tf.maxPool(a as tf.Tensor4D, size, stride, pad);
        const mean = (a: tf.Tensor) =>
          tf.getBackend() === "cpu"
            ? averageOfRealPixels(a as tf.Tensor4D, size, stride, padInfo)
            : tf.avgPool(a as tf.Tensor4D, size, stride, pad);
        return [most(image!), tf.grad(most)(image!, dy), mean(image!), tf.grad(mean)(image!, dy)];
      });
    });

    test.each(batchNorms)("batch norm of $shape, residual $residual, relu $relu", async ({ shape, residual, relu }) => {
      const channels = shape[3];
      // A mean far from zero shows whether the variance is taken of differences.
      const x = normals(shape, 6);
      x.values.forEach((value, at) => {
        x.values[at] = value + (at % channels) / 2;
      });
      const inputs = [x, normals([channels], 7), normals([channels], 8), normals(shape, 9), normals(shape, 10)];
      await expectClose(inputs, ([image, gamma, beta, shortcut, dz], operations) => {
        const norm = (...args: tf.Tensor[]) =>
          operations.batchNormTrain(args[0] as tf.Tensor4D, args[1] as tf.Tensor1D, args[2] as tf.Tensor1D, {
            relu,
            ...(args[3] === undefined ? {} : { residual: args[3] as tf.Tensor4D }),
          });
        const differentiable = [image!, gamma!, beta!, ...(residual ? [shortcut!] : [])];
        const { z, mean, variance } = norm(...differentiable);
        return [z, mean, variance, ...tf.grads((...args) => norm(...args).z)(differentiable, dz)];
      });
    });

    test.each(products)("product of $a and $b, transposed $transposeA, $transposeB", async (product) => {
      const { a, b, transposeA, transposeB } = product;
      await expectClose([normals(a, 11), normals(b, 12)], ([left, right]) => [
        tf.matMul(left!, right!, transposeA, transposeB),
      ]);
    });

    test("fused convolutions and products add the bias and apply the ReLU", async () => {
      const inputs = [
        normals([2, 9, 7, 6], 13),
        normals([3, 3, 6, 10], 14),
        normals([10], 15),
        normals([3, 3, 6, 1], 16),
        normals([6], 17),
      ];
      await expectClose(inputs, (tensors) => {
        const [x, filter, bias, depthwise, depthwiseBias] = tensors as tf.Tensor4D[];
        const common = { x: x!, strides: 1, pad: 1, activation: "relu" } as const;
        return [
          tf.fused.conv2d({ ...common, filter: filter!, bias: bias! }),
          tf.fused.conv2d({ ...common, filter: filter!, activation: "linear" }),
          tf.fused.depthwiseConv2d({ ...common, filter: depthwise!, bias: depthwiseBias! }),
          tf.fused.matMul({
            a: tf.reshape(x!, [-1, 6]),
            b: tf.reshape(depthwise!, [9, 6]),
            transposeB: true,
            activation: "relu",
          }),
        ];
      });
    });

    test.each([
      [1, 2],
      [7, 10],
      [3, 1000],
    ])("softmax cross-entropy of %i rows of %i classes", async (rows, classes) => {
      const targets = normals([rows, classes], 18);
      targets.values.forEach((value, at) => {
        targets.values[at] = Math.abs(value);
      });
      const logits: Values = { shape: [rows, classes], values: normals([rows, classes], 19).values.map((v) => 10 * v) };
      await expectClose([logits, targets], ([z, q], { softmaxCrossEntropy }) => {
        const loss = (a: tf.Tensor) => softmaxCrossEntropy(a as tf.Tensor2D, q as tf.Tensor2D);
        return [loss(z!), tf.grad(loss)(z!)];
      });
    });

    test("a NaN is not hidden", async () => {
      const x: Values = { shape: [1, 4, 4, 20], values: normals([1, 4, 4, 20], 20).values };
      x.values[17] = Number.NaN;
      const [z] = await runOn("wasm", [x, normals([20], 21), normals([20], 22)], ([image, gamma, beta], operations) => [
        operations.batchNormTrain(image as tf.Tensor4D, gamma as tf.Tensor1D, beta as tf.Tensor1D, { relu: true }).z,
      ]);
      expect(z!.filter(Number.isNaN)).toHaveLength(16);
      const [loss] = await runOn("wasm", [x], ([image], { softmaxCrossEntropy }) => {
        const logits = tf.reshape(image!, [16, 20]) as tf.Tensor2D;
        return [softmaxCrossEntropy(logits, tf.onesLike(logits))];
      });
      expect(loss![0]).toBeNaN();
    });

    test("the update leaves what shares a variable's data as it was", async () => {
      await tf.setBackend("wasm");
      const values = normals([5, 3], 23);
      const shared = tf.tensor(values.values, values.shape);
      const variable = tf.variable(shared);
      const momentumBuffer = tf.variable(tf.zeros(values.shape));
      const gradient = tf.ones(values.shape);
      const { nesterovUpdate } = await operationsOnWasm();
      nesterovUpdate([{ variable, gradient, momentumBuffer, weightDecay: 0 }], { learningRate: 1, momentum: 0.5 });
      expect([...shared.dataSync()]).toEqual([...values.values]);
      expect([...variable.dataSync()]).toEqual([...values.values.map((value) => value - 1.5)]);
      tf.dispose([shared, variable, momentumBuffer, gradient]);
    });

    test("ten steps of training lose what they lose on the cpu backend", async () => {
      // Every weight is used forward and backward in each step, so an update that a kernel does not see shows.
      const inputs = [normals([8, 8, 8, 16], 24), normals([3, 3, 16, 16], 25), normals([16, 5], 26)];
      const errors = await relativeErrors(inputs, (tensors, operations) => [tf.tensor1d(train(tensors, operations))]);
      for (const error of errors) expect(error).toBeLessThanOrEqual(1e-4);
    });
  });
}

/** Average pooling whose gradient is right where there is padding, as the cpu backend's own is not. */
function averageOfRealPixels(
  x: tf.Tensor4D,
  size: number,
  stride: number,
  padInfo: tf.backend_util.PadInfo,
): tf.Tensor {
  const { top, bottom, left, right } = padInfo;
  const average = (image: tf.Tensor4D) =>
    tf.avgPool(
      tf.pad(image, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]),
      size,
      stride,
      "valid",
    );
  return tf.div(average(x), average(tf.onesLike(x)));
}

/** The fused operations that are installed now. */
async function operationsOnWasm() {
  let operations: Parameters<Parameters<typeof runOn>[2]>[1] | undefined;
  await runOn("wasm", [], (_, installed) => {
    operations = installed;
    return [];
  });
  return operations!;
}

/** The losses of a convolution, a batch norm, and a dense layer that are trained for ten steps. */
function train(
  [images, filter, weights]: tf.Tensor[],
  operations: Parameters<Parameters<typeof runOn>[2]>[1],
): number[] {
  const rows = images!.shape[0]!;
  const targets = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: rows }, (_, row) => row % 5),
      "int32",
    ),
    5,
  ) as tf.Tensor2D;
  const slots = [tf.mul(filter!, 0.1), tf.mul(weights!, 0.3), tf.ones([16]), tf.zeros([16])].map((initial) => ({
    variable: tf.variable(initial),
    momentumBuffer: tf.variable(tf.zerosLike(initial)),
    weightDecay: 1e-4,
  }));
  const variables = slots.map(({ variable }) => variable);
  const [w, dense, gamma, beta] = variables as unknown as [tf.Tensor4D, tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
  const losses = Array.from({ length: 10 }, () => {
    const { value, grads } = tf.variableGrads(() => {
      const { z } = operations.batchNormTrain(tf.conv2d(images as tf.Tensor4D, w, 1, 1), gamma, beta, { relu: true });
      const logits = tf.matMul(tf.mean(z, [1, 2]) as tf.Tensor2D, dense);
      return operations.softmaxCrossEntropy(logits as tf.Tensor2D, tf.cast(targets, "float32"));
    }, variables);
    const entries = slots.map((slot) => ({ ...slot, gradient: grads[slot.variable.name]! }));
    operations.nesterovUpdate(entries, { learningRate: 0.05, momentum: 0.9 });
    return value.dataSync()[0]!;
  });
  for (const { variable, momentumBuffer } of slots) tf.dispose([variable, momentumBuffer]);
  return losses;
}
