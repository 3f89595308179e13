/**
 * The language of the filter box. Words and comparisons stand beside each other, and all of them must hold:
 *
 *     resnet50 top1 > 70 learningRate.initial = 0.1 state = running|queued "two words"
 *
 * A word is looked for in a run's texts. A comparison has a column's name, an operator and a value, or several values with
 * `|` between them. What has spaces or signs in it stands in double quotes; in them a backslash takes the next letter as it is.
 */

export const operators = ["=", "!=", "<", "<=", ">", ">="] as const;
export type Operator = (typeof operators)[number];

/** A place in the filter's text: `start` is the first letter's index, `end` the one after the last. */
export interface Span {
  start: number;
  end: number;
}

export type Term = Span &
  (
    | { kind: "word"; text: string }
    | { kind: "comparison"; name: string; operator: Operator; values: readonly string[] }
  );

/** Why a filter cannot be read: "valueMissing" after an operator or `|`, "nameMissing" before one, "quoteOpen" without an end. */
export interface SyntaxProblem extends Span {
  code: "valueMissing" | "nameMissing" | "quoteOpen";
}

type Token = Span &
  ({ kind: "text"; text: string } | { kind: "operator"; operator: Operator } | { kind: "or" } | { kind: "openQuote" });

const spellings: Readonly<Record<string, Operator>> = { "==": "=", "≥": ">=", "≤": "<=", "≠": "!=" };

export function parseFilter(text: string): { terms: Term[] } | { problem: SyntaxProblem } {
  const tokens = tokensOf(text);
  const open = tokens.at(-1);
  if (open?.kind === "openQuote") return { problem: { code: "quoteOpen", start: open.start, end: open.end } };
  const terms: Term[] = [];
  for (let i = 0; i < tokens.length; ) {
    const name = tokens[i]!;
    if (name.kind !== "text") return { problem: { code: "nameMissing", start: name.start, end: name.end } };
    const operator = tokens[i + 1];
    if (operator?.kind !== "operator") {
      if (operator?.kind === "or")
        return { problem: { code: "nameMissing", start: operator.start, end: operator.end } };
      terms.push({ kind: "word", text: name.text, start: name.start, end: name.end });
      i += 1;
      continue;
    }
    const values: string[] = [];
    let last: Token = operator;
    for (i += 2; ; i += 2) {
      const value = tokens[i];
      if (value?.kind !== "text") return { problem: { code: "valueMissing", start: last.start, end: last.end } };
      values.push(value.text);
      last = value;
      const or = tokens[i + 1];
      if (or?.kind !== "or") break;
      last = or;
    }
    i += 1;
    terms.push({
      kind: "comparison",
      name: name.text,
      operator: operator.operator,
      values,
      start: name.start,
      end: last.end,
    });
  }
  return { terms };
}

/** A value as the filter's text has it: in quotes where it needs them. */
export const quoted = (value: string): string =>
  value !== "" && /^[^\s"=<>|!≥≤≠\\]+$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;

/** An open quote is the last token: what follows it may be anything. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|"((?:\\.|[^"\\])*)"|(")|(==|!=|<=|>=|[=<>≥≤≠])|(\|)|((?:[^\s"=<>|!≥≤≠]|!(?!=))+)/gsu;
  for (const match of text.matchAll(pattern)) {
    const [whole, inQuotes, openQuote, operator, or, bare] = match;
    const span = { start: match.index, end: match.index + whole.length };
    if (inQuotes !== undefined) tokens.push({ ...span, kind: "text", text: inQuotes.replace(/\\(.)/gsu, "$1") });
    else if (openQuote !== undefined) return [...tokens, { kind: "openQuote", start: span.start, end: text.length }];
    else if (operator !== undefined)
      tokens.push({ ...span, kind: "operator", operator: spellings[operator] ?? (operator as Operator) });
    else if (or !== undefined) tokens.push({ ...span, kind: "or" });
    else if (bare !== undefined) tokens.push({ ...span, kind: "text", text: bare });
  }
  return tokens;
}
