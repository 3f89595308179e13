import { targetDistribution } from "../../runner/training/targets.ts";
import type { Batch } from "../../runner/training/train-step.ts";
import { createStream } from "../../shared/random.ts";

/** A batch of normal noise in which the mean colour gives the class away, so that a network can learn it. */
export function syntheticBatch(options: { count: number; imageSize: number; classes: number; index?: number }): Batch {
  const { count, imageSize, classes, index = 0 } = options;
  const stream = createStream({ seed: 1, purpose: "augmentation", index });
  const labels = Int32Array.from({ length: count }, () => stream.integer(classes));
  const pixels = imageSize * imageSize * 3;
  const images = Float32Array.from(
    { length: count * pixels },
    (_, position) => stream.normal() + Math.sin(labels[Math.floor(position / pixels)]! * 2 + (position % 3)),
  );
  return { images, imageSize, labels, targets: targetDistribution(labels, classes, { epsilon: 0, form: "paper" }) };
}
