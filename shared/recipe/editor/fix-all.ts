import type { LoadedRecipe } from "../load-recipe.ts";
import { type Layout, withFix } from "./change-text.ts";

/** More rounds than a recipe has problems: each mends one, and may bring others to light. */
const mostRounds = 200;

/** `text` with everything mended in it that has a fix. `load` checks a text of `file`. */
export function withAllFixes(text: string, file: string, load: (text: string) => LoadedRecipe, layout: Layout): string {
  const seen = new Set([text]);
  let mended = text;
  for (let round = 0; round < mostRounds; round++) {
    const next = load(mended)
      .problems.filter(({ fix }) => fix?.file === file)
      .map(({ fix }) => withFix(mended, fix!, layout))
      // A fix that leads back, or nowhere, is not made again.
      .find((each) => !seen.has(each));
    if (next === undefined) break;
    seen.add(next);
    mended = next;
  }
  return mended;
}
