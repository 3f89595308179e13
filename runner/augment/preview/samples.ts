import type { OperationOptions } from "../../../shared/augmentations/index.ts";
import type { DecodedImage } from "../../data/decoded-image.ts";
import { rgbToYiq } from "../color-matrix.ts";
import { compilePipeline, type DrawnStep } from "../pipeline.ts";

export interface Samples {
  /** [count, height, width, 3]. */
  shape: [number, number, number, number];
  tensor: Float32Array;
  /** The steps of each sample, as drawn. */
  steps: DrawnStep[][];
}

/** Augments one image `count` times: sample k is what a training would make of it if it were image k of the data set. */
export function augmentSamples(
  image: DecodedImage,
  ops: readonly OperationOptions[],
  { count, seed, epoch }: { count: number; seed: number; epoch: number },
): Samples {
  const pipeline = compilePipeline(ops);
  const steps = Array.from({ length: count }, (_, index) => pipeline.draw(image, { seed, epoch, index }));
  const { width, height } = steps[0]!.at(-1)!.output;
  const values = width * height * 3;
  const tensor = new Float32Array(count * values);
  for (const [index, drawn] of steps.entries()) {
    pipeline.apply(image, drawn, tensor.subarray(index * values, (index + 1) * values));
  }
  return { shape: [count, height, width, 3], tensor, steps };
}

/** Everything that is needed to compute the samples again in another program. */
export function explain(image: DecodedImage, samples: Samples, key: { seed: number; epoch: number }) {
  return {
    decoded: { width: image.width, height: image.height },
    ...key,
    shape: samples.shape,
    conventions: {
      pixels: "float32, RGB, 0 to 255 until normalize",
      resize: "crop, then triangle filter as wide as the shrink factor, at least 1 pixel to each side, inside the crop",
      colorScale: "brightness, then saturation, then hue; yiq: inverse(rgbToYiq) · rotation of I and Q · rgbToYiq",
      rgbToYiq,
    },
    samples: samples.steps.map((steps, index) => ({ index, steps })),
  };
}
