import type { RecipeInput } from "../schema.ts";
import { paperBaseline } from "./paper-baseline.ts";
import { paperEfficient } from "./paper-efficient.ts";
import { smallBaseline } from "./small-baseline.ts";
import { smallEfficient } from "./small-efficient.ts";

/** What `extends` can name without a file. */
export const presets: Readonly<Record<string, RecipeInput>> = {
  "paper:baseline": paperBaseline,
  "paper:efficient": paperEfficient,
  "small:baseline": smallBaseline,
  "small:efficient": smallEfficient,
};
