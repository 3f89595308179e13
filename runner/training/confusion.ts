import type { Evaluation } from "./evaluation.ts";

/** What an evaluation says class by class: pure functions of it. */

export interface ClassAccuracy {
  name: string;
  images: number;
  /** Shares of the class's images, 0 to 1; null where it has none. */
  top1: number | null;
  top5: number | null;
}

export function accuracyByClass(
  { labels, ranks }: Pick<Evaluation, "labels" | "ranks">,
  classes: readonly string[],
): ClassAccuracy[] {
  const counts = classes.map(() => ({ images: 0, within1: 0, within5: 0 }));
  for (const [image, label] of labels.entries()) {
    const count = counts[label]!;
    count.images += 1;
    if (ranks[image]! < 1) count.within1 += 1;
    if (ranks[image]! < 5) count.within5 += 1;
  }
  return counts.map(({ images, within1, within5 }, label) => ({
    name: classes[label]!,
    images,
    top1: images > 0 ? within1 / images : null,
    top5: images > 0 ? within5 / images : null,
  }));
}

/** Images by [true class][predicted class]. */
export function confusionMatrix(
  { labels, predictions }: Pick<Evaluation, "labels" | "predictions">,
  classes: number,
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [image, label] of labels.entries()) matrix[label]![predictions[image]!]! += 1;
  return matrix;
}

/** Which class was taken for which, by number of images, most first. Classes are positions. */
export function confusedPairs({
  labels,
  predictions,
}: Pick<Evaluation, "labels" | "predictions">): { label: number; prediction: number; images: number }[] {
  // Not out of the matrix: with 20,000 classes it has 400 million places, most of them empty.
  const pairs = new Map<string, { label: number; prediction: number; images: number }>();
  for (const [image, label] of labels.entries()) {
    const prediction = predictions[image]!;
    if (prediction === label) continue;
    const key = `${label} ${prediction}`;
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, { label, prediction, images: 1 });
    else pair.images += 1;
  }
  return [...pairs.values()].sort((a, b) => b.images - a.images || a.label - b.label || a.prediction - b.prediction);
}
