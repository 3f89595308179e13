import { count, grouped } from "../../count.ts";
import type { Text } from "../../language.ts";
import type { Recipe } from "../schema.ts";

/** Twice the paper's baseline of 256: from here on §3.1's remedies are worth their while. */
export const largeBatch = 512;

/** The batch size of the first epoch, to which linear scaling refers. */
export function initialBatchSize({ training }: Recipe): number {
  return typeof training.batchSize === "number" ? training.batchSize : training.batchSize.initial;
}

/** Warm-up that suits a training of so many epochs: the paper's five, or a quarter of a very short training. */
export function suitableWarmup(epochs: number): number {
  return Math.min(5, epochs / 4);
}

/** Title of the fix that asks for it. */
export function warmUpOver(epochs: number): Text {
  return { en: `Warm up over ${count(epochs, "epoch")}`, ko: `${grouped(epochs)} 에폭 동안 워밍업하기` };
}
