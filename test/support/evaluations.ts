import type { EvaluationDetail } from "../../shared/protocol/evaluation.ts";
import { createStream } from "../../shared/random.ts";

/** A validation of a network that is right most of the time, and else takes a class for one of its neighbours. */
export function madeUpEvaluation(
  classes: readonly string[],
  { epoch, step, imagesPerClass = 50 }: { epoch: number; step: number; imagesPerClass?: number },
): EvaluationDetail {
  const random = createStream({ seed: 7, purpose: "split", epoch, index: classes.length });
  const matrix = classes.map(() => new Array<number>(classes.length).fill(0));
  for (const [label, counts] of matrix.entries()) {
    for (let image = 0; image < imagesPerClass; image += 1) {
      const distance = random.uniform() < 0.7 ? 0 : Math.floor(random.between(1, 4));
      counts[(label + distance) % classes.length]! += 1;
    }
  }
  const confused = matrix
    .flatMap((counts, label) => counts.map((images, prediction) => ({ label, prediction, images })))
    .filter(({ label, prediction, images }) => label !== prediction && images > 0)
    .sort((a, b) => b.images - a.images);
  const top1 = (label: number) => matrix[label]![label]! / imagesPerClass;
  return {
    ...{ step, epoch, time: 1_700_000_000_000, images: classes.length * imagesPerClass, loss: 1.2 },
    top1: classes.reduce((sum, _, label) => sum + top1(label), 0) / classes.length,
    top5: 0.95,
    classes: [...classes],
    perClass: classes.map((_, label) => ({ images: imagesPerClass, top1: top1(label), top5: 0.95 })),
    confusion: classes.length <= 100 ? matrix : null,
    confused: confused.slice(0, 200),
    worst: [],
  };
}
