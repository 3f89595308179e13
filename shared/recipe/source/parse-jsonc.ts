import { createScanner, type Node, type ParseError, parseTree } from "jsonc-parser";
import { type Text, verbatim } from "../../language.ts";
import type { ProblemText } from "../problem.ts";
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
  problems: ProblemText[];
}

/**
 * Reads JSON with comments and trailing commas. Never throws. Everything that is wrong is reported at once: errors of
 * syntax (one a line, as the others follow from it), names given twice or forbidden, numbers that cannot be held.
 */
export function parseJsonc(source: Source): ParsedText {
  const problems: ProblemText[] = [];
  const report = (code: string, message: Text, range: Range, rest: Partial<ProblemText> = {}): void => {
    problems.push({ severity: "error", code, message, path: [], ...placeOf(source, range), ...rest });
  };

  const tooLarge = textTooLarge(source.text);
  if (tooLarge) {
    const expected = { en: "a text of at most 1 MiB", ko: "1 MiB 이하의 텍스트" };
    report("too-large", tooLarge, { start: 0, end: 0 }, { expected });
    return { root: null, problems };
  }
  const tooDeep = firstTooDeep(source.text);
  if (tooDeep) {
    const message = {
      en: `expected at most ${maximumDepth} levels of brackets, received one more here`,
      ko: `괄호는 ${maximumDepth}단계까지 쓸 수 있는데, 여기서 한 단계를 넘습니다.`,
    };
    const expected = { en: `at most ${maximumDepth} levels`, ko: `${maximumDepth}단계 이하` };
    report("too-deep", message, tooDeep, { expected });
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
    const expected = expectations[error.error] ?? { en: "valid JSON", ko: "올바른 JSON" };
    report("syntax-error", expectedReceived(expected, received), range, { expected, received });
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
      const received = quote(field);
      const at = { path: [...path, field], received };
      if (forbiddenNames.has(field)) report("forbidden-field", forbidden(received), rangeOf(key), at);
      else if (fields.has(field)) report("duplicate-field", duplicate(received), rangeOf(key), at);
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
      report("number-out-of-range", inexact(quote(literal)), rangeOf(node), {
        path: [...path],
        expected: { en: "a number up to ±(2^53 − 1)", ko: "±(2^53 − 1) 이내의 수" },
        received: verbatim(literal.slice(0, 80)),
      });
    // −0 reads as 0.
    return Number.isFinite(value) ? value + 0 : 0;
  };

  return { root: convert(tree, []), problems };
}

function rangeOf(node: Node): Range {
  return { start: node.offset, end: node.offset + node.length };
}

/** What came, in quotes, on one line and not too long. */
export function quote(text: string): Text {
  if (text === "") return { en: "the end of the text", ko: "텍스트의 끝" };
  return verbatim(JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text));
}

/** "expected …, received …": the message of most problems. */
export function expectedReceived(expected: Text, received: Text): Text {
  return {
    en: `expected ${expected.en}, received ${received.en}`,
    ko: `필요한 것은 ${expected.ko}입니다. 받은 것: ${received.ko}.`,
  };
}

function forbidden(name: Text): Text {
  return {
    en: `the name ${name.en} is not allowed in a recipe; remove it`,
    ko: `레시피에는 ${name.ko} 이름을 쓸 수 없습니다. 이 필드를 지우세요.`,
  };
}

function duplicate(name: Text): Text {
  return {
    en: `${name.en} is given twice in this object; remove one`,
    ko: `이 객체에 ${name.ko} 필드가 두 번 있습니다. 하나를 지우세요.`,
  };
}

function inexact(literal: Text): Text {
  return {
    en: `expected a number that can be held exactly (at most ±(2^53 − 1)), received ${literal.en}`,
    ko: `정확히 나타낼 수 있는 수(±(2^53 − 1) 이내)가 필요합니다. 받은 값: ${literal.ko}.`,
  };
}

function textTooLarge(text: string): Text | null {
  // A UTF-16 unit takes one to three bytes of UTF-8: count only where the number of units does not decide.
  if (text.length <= maximumTextBytes / 3) return null;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate is half of a character of four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  if (bytes <= maximumTextBytes) return null;
  return {
    en: `expected a text of at most 1 MiB, received ${bytes} bytes`,
    ko: `텍스트는 1 MiB까지 쓸 수 있습니다. 받은 크기: ${bytes}바이트.`,
  };
}

/** The first bracket that opens one level too many. The parser proper is recursive; this is not. */
export function firstTooDeep(text: string): Range | null {
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
const expectations: Record<number, Text> = {
  1: { en: "a value, a bracket or a name in double quotes", ko: "값, 괄호 또는 큰따옴표로 묶은 이름" },
  2: { en: "a number", ko: "수" },
  3: { en: "a field name in double quotes", ko: "큰따옴표로 묶은 필드 이름" },
  4: { en: "a value", ko: "값" },
  5: { en: 'a colon (":") after the field name', ko: '필드 이름 뒤의 콜론(":")' },
  6: { en: 'a comma (",") or the closing bracket', ko: '쉼표(",") 또는 닫는 괄호' },
  7: { en: 'a closing brace ("}")', ko: '닫는 중괄호("}")' },
  8: { en: 'a closing bracket ("]")', ko: '닫는 대괄호("]")' },
  9: { en: "nothing after the end of the recipe", ko: "텍스트의 끝(레시피 뒤에는 아무것도 올 수 없음)" },
  11: { en: "the end of the comment (*/)", ko: "주석의 끝(*/)" },
  12: { en: "a closing double quote", ko: "닫는 큰따옴표" },
  13: { en: "a number such as 0.1 or 1e-4", ko: "0.1, 1e-4 같은 수" },
  14: { en: "four hexadecimal digits after \\u", ko: "\\u 뒤의 16진수 네 자리" },
  15: { en: "an escape such as \\n, \\\\ or \\u00e9", ko: "\\n, \\\\, \\u00e9 같은 이스케이프" },
  16: {
    en: "characters that JSON allows: write control characters as \\u escapes",
    ko: "JSON에서 쓸 수 있는 문자(제어 문자는 \\u 이스케이프로 쓰세요)",
  },
};
