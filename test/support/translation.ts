import { expect } from "vitest";
import type { Text } from "../../shared/language.ts";

/** Numbers, quoted names and code: what a translation must not lose or change. */
function fixedParts(text: string): string[] {
  return text.match(/`[^`]+`|"[^"]*"|\d+(?:[.,]\d+)*/g) ?? [];
}

const withoutCode = (text: string): string => text.replace(/`[^`]*`|"[^"]*"|“[^”]*”|\*\*|https?:\S+/g, " ");

const englishWords =
  /\b(the|an|of|and|or|is|are|was|with|for|from|to|that|which|it|not|no|than|nothing|expected|received)\b/i;

/**
 * Asserts that `ko` says what `en` says, as far as a machine can tell: it is Korean, leaves no English between its words,
 * and has every number and every name.
 */
export function expectTranslation(text: Text, name: string): void {
  expectPhrase(text, name);
  // A title may be a letter, such as ε.
  if (/[a-z]{3}/.test(withoutCode(text.en))) expect(text.ko, name).toMatch(/[가-힣]/);
}

/** The same for what may be code or a unit alone, such as `"float32"` or GiB. */
export function expectPhrase({ en, ko }: Text, name: string): void {
  const kept = fixedParts(ko);
  const lost = fixedParts(en).filter((part) => !kept.includes(part));
  expect(lost, `lost in the Korean of ${name}: ${ko}`).toEqual([]);
  expect(withoutCode(en), `Korean in the English of ${name}`).not.toMatch(/[가-힣]/);
  expect(withoutCode(ko), name).not.toMatch(englishWords);
  if (en !== ko) expect(ko, name).toMatch(/[가-힣]/);
}

/** Papers and names are cited alike in every language: only what is said about them is translated. */
export function expectCitation({ en, ko }: Text, name: string): void {
  const lost = (en.match(/§[\d.]+|\b\d{4}\b/g) ?? []).filter((part) => !ko.includes(part));
  expect(lost, `lost in the Korean of ${name}: ${ko}`).toEqual([]);
  if (/ours|paper|from|step/.test(en)) expect(ko, name).toMatch(/[가-힣]|Recipe Lab/);
}
