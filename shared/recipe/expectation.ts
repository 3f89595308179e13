import { inEach, type Language, type Text, verbatim } from "../language.ts";
import { alternatives, type SchemaNode, tagOf } from "./schema-node.ts";

/** What a field expects, in words: "a whole number from 1 to 100000", 'one of "step", "cosine"'. */
export function expectation(node: SchemaNode): Text {
  const tag = tagOf(node);
  if (tag) return objectWith([tag]);
  if (node.anyOf || node.oneOf) return either(alternatives(node).map(alternativeText));
  if (node.const !== undefined) return verbatim(JSON.stringify(node.const));
  if (node.enum) return oneOf(node.enum);
  switch (node.type) {
    case "integer":
    case "number":
      return numberText(node);
    case "string":
      return stringText(node);
    case "boolean":
      return { en: "true or false", ko: "true 또는 false" };
    case "array":
      return listText(node);
    default:
      return node.type === "null" ? verbatim("null") : { en: "an object", ko: "객체" };
  }
}

/** Beside other types an object is told by its fields. */
function alternativeText(node: SchemaNode): Text {
  const names = Object.keys(node.properties ?? {});
  return names.length > 0 ? objectWith(names) : expectation(node);
}

function objectWith(names: readonly string[]): Text {
  const list = names.map((name) => JSON.stringify(name)).join(", ");
  return { en: `an object with ${list}`, ko: `${list} 필드가 있는 객체` };
}

/** "a text or null": one of several expectations. */
export function either(texts: readonly Text[]): Text {
  const or = { en: " or ", ko: " 또는 " };
  return inEach((language) => texts.map((text) => text[language]).join(or[language]));
}

export function oneOf(values: readonly unknown[]): Text {
  const list = values.map((value) => JSON.stringify(value)).join(", ");
  return values.length === 1 ? verbatim(list) : { en: `one of ${list}`, ko: `${list} 중 하나` };
}

/** "a number from 1 to 100", "a whole number above 0", "a number of at least 0 and below 1". */
function numberText({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): Text {
  const noun = type === "integer" ? { en: "a whole number", ko: "정수" } : { en: "a number", ko: "수" };
  const bounds: Text[] = [];
  if (minimum !== undefined) bounds.push({ en: `of at least ${minimum}`, ko: `${minimum} 이상` });
  else if (exclusiveMinimum !== undefined)
    bounds.push({ en: `above ${exclusiveMinimum}`, ko: `${exclusiveMinimum} 초과` });
  if (maximum !== undefined) bounds.push({ en: `at most ${maximum}`, ko: `${maximum} 이하` });
  else if (exclusiveMaximum !== undefined)
    bounds.push({ en: `below ${exclusiveMaximum}`, ko: `${exclusiveMaximum} 미만` });
  if (bounds.length === 0) return noun;
  const closed = minimum !== undefined && maximum !== undefined;
  const range = closed ? `from ${minimum} to ${maximum}` : bounds.map(({ en }) => en).join(" and ");
  return { en: `${noun.en} ${range}`, ko: `${bounds.map(({ ko }) => ko).join(" ")}의 ${noun.ko}` };
}

function stringText({ minLength = 0, maxLength }: SchemaNode): Text {
  if (maxLength === undefined) return { en: "a text", ko: "문자열" };
  return { en: `a text of ${minLength} to ${maxLength} characters`, ko: `${minLength}~${maxLength}자의 문자열` };
}

function listText({ items, minItems, maxItems }: SchemaNode): Text {
  if (Array.isArray(items)) {
    const each = items.map(expectation);
    const different = (language: Language) => [...new Set(each.map((text) => text[language]))];
    const [en, ko] = [different("en"), different("ko")];
    return en.length === 1
      ? { en: `a list of ${items.length}, each ${en[0]}`, ko: `항목 ${items.length}개의 목록(각 항목: ${ko[0]})` }
      : { en: `a list [${en.join(", ")}]`, ko: `[${ko.join(", ")}] 목록` };
  }
  if (minItems !== undefined && maxItems !== undefined)
    return { en: `a list of ${minItems} to ${maxItems} items`, ko: `항목 ${minItems}~${maxItems}개의 목록` };
  if (minItems) return { en: `a list of at least ${minItems} items`, ko: `항목 ${minItems}개 이상의 목록` };
  if (maxItems) return { en: `a list of at most ${maxItems} items`, ko: `항목 ${maxItems}개 이하의 목록` };
  return { en: "a list", ko: "목록" };
}

/** What came, short enough for a message. */
export function receivedText(value: unknown): Text {
  if (value === undefined) return { en: "nothing", ko: "없음" };
  if (Array.isArray(value)) {
    const { length } = value;
    return { en: `a list of ${length} ${length === 1 ? "item" : "items"}`, ko: `항목 ${length}개의 목록` };
  }
  if (typeof value === "object" && value !== null) return { en: "an object", ko: "객체" };
  return verbatim(shortJson(value));
}

/** A plain value as JSON, cut off where it is long. */
export function shortJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
