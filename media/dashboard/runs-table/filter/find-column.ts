import { fieldAt } from "../../../../shared/recipe/editor/differences.ts";
import type { Column, RunRow } from "../column.ts";
import { bestPrefix } from "../metric-columns.ts";
import { recipeColumn } from "../recipe-columns.ts";

/**
 * The columns that a filter can mean by a name, in whatever case: by its id, label or other name; else by the end of its id
 * ("initial" for "learningRate.initial"); else a field in which no recipes differ, by its whole path. One where all is well.
 */
export function columnsNamed(name: string, columns: readonly Column[], rows: readonly RunRow[]): Column[] {
  const wanted = name.toLowerCase();
  const exact = columns.filter(({ id, label, names }) =>
    [id, label, ...names].some((each) => each.toLowerCase() === wanted),
  );
  if (exact.length > 0) return exact.slice(0, 1);
  const ending = columns.filter(({ id }) => {
    const whole = id.toLowerCase();
    if (whole.startsWith(bestPrefix)) return false; // "loss" is the latest one
    return whole.endsWith(`.${wanted}`) || whole.endsWith(`/${wanted}`);
  });
  if (ending.length > 0) return ending;
  const example = rows.map(({ recipe }) => recipe && fieldAt(recipe, name)).find((value) => value != null);
  return example === undefined ? [] : [recipeColumn(name, typeof example === "number" ? "number" : "text")];
}
