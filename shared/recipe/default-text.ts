/** A default as JSON, its numbers with at most six digits. */
export function defaultText(value: unknown): string {
  return JSON.stringify(value, (_key, each) => (typeof each === "number" ? Number(each.toPrecision(6)) : each));
}
