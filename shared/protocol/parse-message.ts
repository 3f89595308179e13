/** JSON nested deeper than this has no business in the protocol, and would exhaust the stack of those who walk it. */
const maximumDepth = 64;

/** Names that change an object instead of filling it, where a careless copy meets them. */
const forbiddenNames = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads the JSON of one frame. Throws an Error that names the place of what is refused: nesting deeper than 64, numbers
 * beyond the range of a double (1e999), and the names `__proto__`, `constructor` and `prototype`.
 */
export function parseMessage(text: string): unknown {
  const message: unknown = JSON.parse(text);
  const pending: { value: unknown; path: readonly (string | number)[] }[] = [{ value: message, path: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value === "number" && !Number.isFinite(value)) throw refusal(path, "the number is too large");
    if (typeof value !== "object" || value === null) continue;
    if (path.length === maximumDepth) throw refusal(path, `it is nested deeper than ${maximumDepth} levels`);
    for (const [name, child] of Object.entries(value)) {
      if (forbiddenNames.has(name)) throw refusal(path, `the name ${name} is not allowed`);
      if (child === null || typeof child === "string" || typeof child === "boolean") continue;
      pending.push({ value: child, path: [...path, name] });
    }
  }
  return message;
}

function refusal(path: readonly (string | number)[], why: string): Error {
  const place = path.length === 0 ? "the message" : path.join(".").slice(0, 200);
  return new Error(`${place}: ${why}`);
}
