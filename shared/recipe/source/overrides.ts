import { type Text, verbatim } from "../../language.ts";
import type { ProblemText } from "../problem.ts";
import { placeOf } from "./located.ts";
import { withField } from "./merge.ts";
import type { SourceNode } from "./node.ts";
import { expectedReceived, forbiddenNames, parseJsonc, quote } from "./parse-jsonc.ts";
import { createSource, type Range, type Source } from "./source.ts";

/**
 * Applies overrides such as `training.epochs=5` or `augmentation.train.0.size=64` in order. The value is JSON where it
 * reads as JSON, otherwise text. It replaces what is there; changing a `kind` or `op` drops the fields of the former one.
 * In a problem, line n of the file "--set" is the n-th override.
 */
export function applyOverrides(
  root: SourceNode,
  overrides: readonly string[],
): { root: SourceNode; problems: ProblemText[] } {
  const problems: ProblemText[] = [];
  const texts = overrides.map((override) => override.replace(/[\r\n]/g, " "));
  const source = createSource({ file: "--set", kind: "override", text: texts.join("\n") });
  let merged = root;
  for (const [index, text] of texts.entries()) {
    const offset = source.lineStarts[index]!;
    const report = (expected: Text): void => {
      const place = placeOf(source, { start: offset, end: offset + text.length });
      const message = expectedReceived(expected, quote(text));
      const received = verbatim(text);
      problems.push({ severity: "error", code: "bad-override", message, path: [], ...place, expected, received });
    };
    const equals = text.indexOf("=");
    const keys = text.slice(0, Math.max(equals, 0)).split(".");
    if (equals < 1 || keys.some((key) => key === "" || forbiddenNames.has(key))) {
      report({
        en: "an override path=value, such as training.epochs=5",
        ko: "training.epochs=5처럼 path=value 형식으로 쓴 재정의",
      });
      continue;
    }
    if (keys[0] === "extends") {
      report({
        en: "a field of a section: bases are merged before overrides, so write extends in the recipe",
        ko: "섹션의 필드(기반 레시피는 재정의보다 먼저 병합되므로 extends는 레시피에 쓰세요)",
      });
      continue;
    }
    const range = { start: offset + equals + 1, end: offset + text.length };
    const value = overrideValue(source, range, { start: offset, end: offset + equals });
    if ("problems" in value) problems.push(...value.problems);
    else {
      const changed = setNode(merged, keys, value);
      if ("kind" in changed) merged = changed;
      else report(changed);
    }
  }
  return { root: merged, problems };
}

/** The value as a node whose places are those of the override; text that is no JSON is a string. */
function overrideValue(source: Source, range: Range, name: Range): SourceNode | { problems: ProblemText[] } {
  const text = source.text.slice(range.start, range.end);
  // Blanks in front keep the offsets those of the whole text, line ends included.
  const padded = { ...source, text: source.text.slice(0, range.start).replace(/[^\n]/g, " ") + text };
  const { root, problems } = parseJsonc(padded);
  if (root) return problems.length > 0 ? { problems } : { ...root, name };
  const isText = problems.every((problem) => problem.code === "syntax-error");
  return isText ? { kind: "scalar", value: text, source, range, name } : { problems };
}

/** `node` with the value at `keys` replaced, or what was expected where that is impossible. */
function setNode(node: SourceNode | undefined, keys: readonly string[], value: SourceNode): SourceNode | Text {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (node?.kind === "array") {
    const index = Number(key);
    if (!/^\d+$/.test(key) || index >= node.items.length) return noSuchItem(key, node.items.length - 1);
    const item = setNode(node.items[index], rest, value);
    return "kind" in item ? { ...node, items: node.items.with(index, item) } : item;
  }
  if (!node && /^\d+$/.test(key)) return noItems(key);
  const field = setNode(node?.kind === "object" ? node.fields.get(key) : undefined, rest, value);
  if (!("kind" in field)) return field;
  return node?.kind === "object"
    ? withField(node, key, field)
    : { ...value, kind: "object", fields: new Map([[key, field]]) };
}

function noSuchItem(key: string, last: number): Text {
  const name = quote(key);
  return {
    en: `an index from 0 to ${last} where the override says ${name.en}`,
    ko: `재정의의 ${name.ko} 자리에 들어갈 0~${last}의 인덱스`,
  };
}

function noItems(key: string): Text {
  const name = quote(key);
  return {
    en: `the path of a field that the recipe or a base writes where the override says ${name.en}: a list that is only a default has no items to change`,
    ko: `재정의의 ${name.ko} 자리에 들어갈, 레시피나 기반 레시피에 적힌 필드의 경로(기본값일 뿐인 목록에는 바꿀 항목이 없습니다)`,
  };
}
