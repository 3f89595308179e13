/** A value of a recipe as lines: a list has a line for each element, so that one sees which differs. None where absent. */
export function valueLines(value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.some((element) => typeof element === "object" && element !== null))
    return [inline(value)];
  return value.map(inline);
}

/** JSON on one line, with spaces as people write it. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${inline(each)}`);
  return `{${fields.join(", ")}}`;
}
