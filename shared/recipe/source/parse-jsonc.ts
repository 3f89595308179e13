import { createScanner, type Node, type ParseError, parseTree } from "jsonc-parser";
import type { Problem } from "../problem.ts";
import { placeOf } from "./located.ts";
import type { Path, SourceNode } from "./node.ts";
import type { Range, Source } from "./source.ts";

export const maximumTextBytes = 1 << 20;
export const maximumDepth = 64;

/** Names that reach into an object's prototype when a careless program copies them. */
export const forbiddenNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export interface ParsedText {
  /** Null where the text is empty or has errors of syntax. */
  root: SourceNode | null;
  problems: Problem[];
}

/**
 * Reads JSON with comments and trailing commas. Never throws. Everything that is wrong is reported at once: errors of
 * syntax (one a line, as the others follow from it), names given twice or forbidden, numbers that cannot be held.
 */
export function parseJsonc(source: Source): ParsedText {
  const problems: Problem[] = [];
  const report = (code: string, message: string, range: Range, rest: Partial<Problem> = {}): void => {
    problems.push({ severity: "error", code, message, path: [], ...placeOf(source, range), ...rest });
  };

  const tooLarge = textTooLarge(source.text);
  if (tooLarge) {
    report("too-large", tooLarge, { start: 0, end: 0 }, { expected: "a text of at most 1 MiB" });
    return { root: null, problems };
  }
  const tooDeep = firstTooDeep(source.text);
  if (tooDeep) {
    report("too-deep", `expected at most ${maximumDepth} levels of brackets, received one more here`, tooDeep, {
      expected: `at most ${maximumDepth} levels`,
    });
    return { root: null, problems };
  }

  const errors: ParseError[] = [];
  const tree = parseTree(source.text, errors, { allowTrailingComma: true, allowEmptyContent: false });
  const lines = new Set<number>();
  for (const error of errors) {
    const range = { start: error.offset, end: error.offset + error.length };
    const { line } = placeOf(source, range);
    if (lines.has(line)) continue;
    lines.add(line);
    const received = quote(source.text.slice(range.start, range.end));
    const expected = expectations[error.error] ?? "valid JSON";
    report("syntax-error", `expected ${expected}, received ${received}`, range, { expected, received });
  }
  if (!tree || errors.length > 0) return { root: null, problems };

  const convert = (node: Node, path: Path, name?: Range): SourceNode => {
    const written = { source, range: rangeOf(node), ...(name ? { name } : {}) };
    if (node.type === "array")
      return { ...written, kind: "array", items: (node.children ?? []).map((item, i) => convert(item, [...path, i])) };
    if (node.type !== "object") return { ...written, kind: "scalar", value: scalar(node, path) };
    const fields = new Map<string, SourceNode>();
    for (const property of node.children ?? []) {
      const [key, value] = property.children as [Node, Node];
      const field = key.value as string;
      const at = { path: [...path, field], received: quote(field) };
      if (forbiddenNames.has(field))
        report("forbidden-field", `the name ${quote(field)} is not allowed in a recipe; remove it`, rangeOf(key), at);
      else if (fields.has(field))
        report("duplicate-field", `${quote(field)} is given twice in this object; remove one`, rangeOf(key), at);
      else fields.set(field, convert(value, [...path, field], rangeOf(key)));
    }
    return { ...written, kind: "object", fields };
  };

  const scalar = (node: Node, path: Path): string | number | boolean | null => {
    if (node.type === "string" || node.type === "boolean") return node.value as string | boolean;
    if (node.type === "null") return null;
    const literal = source.text.slice(node.offset, node.offset + node.length);
    const value = Number(literal);
    const vanishes = value === 0 && /^[^eE]*[1-9]/.test(literal);
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER || vanishes)
      report(
        "number-out-of-range",
        `expected a number that can be held exactly (at most ±(2^53 − 1)), received ${quote(literal)}`,
        rangeOf(node),
        { path: [...path], expected: "a number up to ±(2^53 − 1)", received: literal.slice(0, 80) },
      );
    // −0 reads as 0.
    return Number.isFinite(value) ? value + 0 : 0;
  };

  return { root: convert(tree, []), problems };
}

function rangeOf(node: Node): Range {
  return { start: node.offset, end: node.offset + node.length };
}

/** What came, in quotes, on one line and not too long. */
export function quote(text: string): string {
  if (text === "") return "the end of the text";
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

function textTooLarge(text: string): string | null {
  // A UTF-16 unit takes one to three bytes of UTF-8: count only where the number of units does not decide.
  if (text.length <= maximumTextBytes / 3) return null;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate is half of a character of four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes > maximumTextBytes ? `expected a text of at most 1 MiB, received ${bytes} bytes` : null;
}

/** The first bracket that opens one level too many. The parser proper is recursive; this is not. */
function firstTooDeep(text: string): Range | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== tokens.endOfText; token = scanner.scan()) {
    if (token === tokens.openBrace || token === tokens.openBracket) depth++;
    if (token === tokens.closeBrace || token === tokens.closeBracket) depth--;
    if (depth > maximumDepth) return { start: scanner.getTokenOffset(), end: scanner.getTokenOffset() + 1 };
  }
  return null;
}

/** jsonc-parser's kinds of tokens: its type is a const enum, whose values isolated modules cannot import. */
const tokens = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, endOfText: 17 } as const;

/** What was expected, by jsonc-parser's error code. */
const expectations: Record<number, string> = {
  1: "a value, a bracket or a name in double quotes",
  2: "a number",
  3: "a field name in double quotes",
  4: "a value",
  5: 'a colon (":") after the field name',
  6: 'a comma (",") or the closing bracket',
  7: 'a closing brace ("}")',
  8: 'a closing bracket ("]")',
  9: "nothing after the end of the recipe",
  11: "the end of the comment (*/)",
  12: "a closing double quote",
  13: "a number such as 0.1 or 1e-4",
  14: "four hexadecimal digits after \\u",
  15: "an escape such as \\n, \\\\ or \\u00e9",
  16: "characters that JSON allows: write control characters as \\u escapes",
};
