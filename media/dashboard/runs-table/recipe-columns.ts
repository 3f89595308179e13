import { differingFieldsOf, fieldAt } from "../../../shared/recipe/editor/differences.ts";
import { type CellValue, type Column, noValue, type RunRow } from "./column.ts";

/** A column for each field in which the recipes differ. */
export function recipeColumns(recipes: readonly object[]): Column[] {
  return differingFieldsOf(recipes).map(({ path, values }) => {
    const some = values.filter((value) => value !== undefined);
    return recipeColumn(path, some.every((value) => typeof value === "number") ? "number" : "text");
  });
}

/** The column of one field, whether or not the recipes differ in it. */
export function recipeColumn(path: string, kind: "number" | "text"): Column {
  const value = ({ recipe }: RunRow) => cellOf(recipe === null ? undefined : fieldAt(recipe, path));
  return {
    id: path,
    names: [],
    label: path,
    unit: "",
    group: "recipe",
    kind,
    source: "recipe",
    shownAtFirst: true,
    value,
    text: (row) => cellText(value(row)),
  };
}

/** As a person wrote it, but for the tail of a number that was computed: 0.1 × 3. */
export const recipeNumber = (value: number): string =>
  String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));

const cellText = (value: CellValue): string => (typeof value === "number" ? recipeNumber(value) : (value ?? noValue));

/** As the recipe has it; lists and the like as JSON. */
function cellOf(value: unknown): CellValue {
  if (value === undefined || typeof value === "number" || typeof value === "string") return value;
  return JSON.stringify(value);
}
