import { emoji } from "./emoji.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { mnist } from "./mnist.ts";
import type { Sample } from "./sample.ts";
import { shapesSample } from "./shapes.ts";

export const samples = { shapes: shapesSample, emoji, mnist, "fashion-mnist": fashionMnist } satisfies Record<
  string,
  Sample
>;
export type SampleName = keyof typeof samples;
export const sampleNames = Object.keys(samples) as SampleName[];
