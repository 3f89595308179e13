import { createStream } from "../../shared/random.ts";
import { shuffle } from "../../shared/sampling.ts";
import type { Dataset } from "./dataset.ts";

/** The images of `dataset` at `chosen`, in that order. */
export function subset(dataset: Dataset, chosen: Uint32Array): Dataset {
  return {
    classes: dataset.classes,
    length: chosen.length,
    label: (index) => dataset.label(chosen[index]!),
    name: (index) => dataset.name(chosen[index]!),
    source: (index) => dataset.source(chosen[index]!),
  };
}

/**
 * Divides a data set into what is kept and what is held out: of each class, `fraction` of its images, rounded, at least
 * one where the class has two or more, and never all. Both keep the order of the data set. A class's choice depends on
 * `seed`, its label and its number of images alone.
 */
export function holdOut(dataset: Dataset, fraction: number, seed: number): { kept: Uint32Array; held: Uint32Array } {
  const held = new Set<number>();
  for (const [label, images] of imagesByClass(dataset).entries()) {
    const number = Math.min(images.length - 1, Math.max(1, Math.round(fraction * images.length)));
    const order = shuffle(images, createStream({ seed, purpose: "split", index: label, operation: 0 }));
    for (const index of order.subarray(0, Math.max(0, number))) held.add(index);
  }
  const all = Array.from({ length: dataset.length }, (_, index) => index);
  return {
    kept: Uint32Array.from(all.filter((index) => !held.has(index))),
    held: Uint32Array.from([...held]).sort(),
  };
}

/** At most `limit` images of each class, chosen by `seed`, in the order of the data set. */
export function limitPerClass(dataset: Dataset, limit: number, seed: number): Uint32Array {
  const chosen: number[] = [];
  for (const [label, images] of imagesByClass(dataset).entries()) {
    const order = shuffle(images, createStream({ seed, purpose: "split", index: label, operation: 1 }));
    for (const index of order.subarray(0, limit)) chosen.push(index);
  }
  return Uint32Array.from(chosen).sort();
}

function imagesByClass(dataset: Dataset): Uint32Array[] {
  const byClass: number[][] = dataset.classes.map(() => []);
  for (let index = 0; index < dataset.length; index++) byClass[dataset.label(index)]!.push(index);
  return byClass.map((images) => Uint32Array.from(images));
}
