import type { Notes } from "../field.ts";
import type { RecipeInput } from "../schema.ts";
import { paperBaseline, paperBaselineNotes } from "./paper-baseline.ts";
import { paperEfficient, paperEfficientNotes } from "./paper-efficient.ts";
import { smallBaseline, smallBaselineNotes } from "./small-baseline.ts";
import { smallEfficient, smallEfficientNotes } from "./small-efficient.ts";

const recipes = {
  "paper:baseline": paperBaseline,
  "paper:efficient": paperEfficient,
  "small:baseline": smallBaseline,
  "small:efficient": smallEfficient,
} satisfies Record<string, RecipeInput>;

export type PresetName = keyof typeof recipes;

/** What `extends` can name without a file. */
export const presets: Readonly<Record<string, RecipeInput>> = recipes;

/** What people are told about each. */
export const presetNotes: Readonly<Record<PresetName, Notes>> = {
  "paper:baseline": paperBaselineNotes,
  "paper:efficient": paperEfficientNotes,
  "small:baseline": smallBaselineNotes,
  "small:efficient": smallEfficientNotes,
};
