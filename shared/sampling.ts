import { createStream, type RandomStream } from "./random.ts";

/** Shuffles in place (Fisher–Yates, Durstenfeld's form): every order is equally likely. */
export function shuffle(items: Uint32Array, random: RandomStream): Uint32Array {
  for (let last = items.length - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    const item = items[last]!;
    items[last] = items[chosen]!;
    items[chosen] = item;
  }
  return items;
}

/** 0, 1, … length − 1. */
export function indices(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, index) => index);
}

/**
 * The order in which the `length` images of a training set are seen in `epoch` (0-based): a function of its arguments,
 * so that a resumed run finds its place in the epoch again.
 */
export function epochOrder(seed: number, epoch: number, length: number): Uint32Array {
  return shuffle(indices(length), createStream({ seed, purpose: "shuffle", epoch }));
}
