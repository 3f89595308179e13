import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { builds, normals, relativeErrors, useBuild } from "../../support/kernels.ts";

/** The contract of every kernel: within this share of the largest reference value. */
const TOLERANCE = 1e-5;

const convolutions: {
  x: number[];
  filter: number[];
  stride: number | [number, number];
  pad: "same" | "valid" | number;
}[] = [
  { x: [2, 32, 32, 3], filter: [3, 3, 3, 16], stride: 1, pad: 1 },
  { x: [2, 32, 32, 16], filter: [3, 3, 16, 16], stride: 1, pad: 1 },
  { x: [1, 9, 11, 16], filter: [3, 3, 16, 32], stride: 2, pad: 1 },
  { x: [2, 16, 16, 16], filter: [3, 3, 16, 32], stride: 2, pad: 1 },
  { x: [2, 16, 16, 16], filter: [1, 1, 16, 32], stride: 2, pad: 0 },
  { x: [3, 7, 5, 20], filter: [1, 1, 20, 12], stride: 1, pad: 0 },
  { x: [1, 30, 30, 3], filter: [7, 7, 3, 64], stride: 2, pad: 3 },
  { x: [2, 13, 17, 5], filter: [5, 3, 5, 7], stride: [2, 3], pad: "same" },
  { x: [2, 13, 17, 1], filter: [2, 4, 1, 1], stride: [3, 1], pad: "valid" },
  { x: [1, 7, 7, 128], filter: [3, 3, 128, 64], stride: 1, pad: "same" },
  { x: [2, 8, 8, 33], filter: [3, 3, 33, 50], stride: 1, pad: 1 },
  { x: [2, 16, 16, 32], filter: [3, 3, 32, 32], stride: 1, pad: 1 },
  { x: [3, 15, 18, 20], filter: [3, 3, 20, 28], stride: 1, pad: "valid" },
  { x: [2, 13, 11, 16], filter: [3, 3, 16, 20], stride: 1, pad: 2 },
  { x: [4, 7, 7, 64], filter: [3, 3, 64, 32], stride: 1, pad: "same" },
  { x: [1, 1, 1, 3], filter: [3, 3, 3, 2], stride: 1, pad: 1 },
];

for (const { name, relaxed } of builds) {
  describe(name, () => {
    beforeAll(async () => {
      await useBuild(relaxed);
    });

    test.each(convolutions)(
      "convolution $x ∗ $filter, stride $stride, pad $pad",
      async ({ x, filter, stride, pad }) => {
        const info = tf.backend_util.computeConv2DInfo(x as never, filter as never, stride, 1, pad);
        const errors = await relativeErrors(
          [normals(x, 1), normals(filter, 2), normals(info.outShape, 3)],
          (image, weights, dy) => {
            const forward = (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad);
            return [forward(image, weights), ...tf.grads(forward)([image, weights], dy)];
          },
        );
        for (const error of errors) expect(error).toBeLessThanOrEqual(TOLERANCE);
      },
    );
  });
}
