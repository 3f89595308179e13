import type { Language, Text } from "../../language.ts";
import { rules } from "../wisdom/index.ts";

/** What a code of a problem means, beyond the message, for those who ask: what the schema and the syntax want. */
const meanings = {
  "syntax-error": {
    en: "The text is no JSON. Comments and trailing commas are allowed; names and texts stand in double quotes.",
    ko: "JSON 문법에 맞지 않습니다. 주석과 끝의 쉼표는 쓸 수 있고, 이름과 문자열은 큰따옴표로 감쌉니다.",
  },
  "too-large": {
    en: "A recipe is a short text. Lists of images or classes belong to the data set.",
    ko: "레시피는 짧은 텍스트입니다. 이미지나 클래스 목록은 데이터 세트에 둡니다.",
  },
  "too-deep": {
    en: "No field lies so deep: a bracket is missing somewhere.",
    ko: "이렇게 깊은 필드는 없습니다. 어딘가 괄호가 빠졌습니다.",
  },
  "duplicate-field": {
    en: "Programs disagree on which of two fields of one name counts, so a recipe has each name once.",
    ko: "같은 이름의 필드가 둘이면 어느 쪽이 유효한지 프로그램마다 다릅니다. 이름마다 하나만 씁니다.",
  },
  "forbidden-field": {
    en: "Names such as `__proto__` reach into the programs that read them.",
    ko: "`__proto__` 같은 이름은 읽는 프로그램의 내부를 바꿀 수 있습니다.",
  },
  "number-out-of-range": {
    en: "A number of this size cannot be held exactly, and would silently become another.",
    ko: "이 크기의 수는 정확히 나타낼 수 없어 다른 값으로 바뀝니다.",
  },
  "unknown-field": {
    en: "No field of this name is at this place. A misspelt field would otherwise silently stay at its default.",
    ko: "이 위치에 이런 이름의 필드가 없습니다. 잘못 쓴 필드를 무시하면 기본값이 쓰이게 됩니다.",
  },
  "missing-field": {
    en: "This field has no default: it has to be written.",
    ko: "기본값이 없는 필드이므로 직접 써야 합니다.",
  },
  "wrong-type": { en: "The value is of another kind than the field.", ko: "값의 형식이 필드와 다릅니다." },
  "wrong-value": {
    en: "The field knows its values by name; this is none of them.",
    ko: "이 필드에 쓸 수 있는 값이 아닙니다.",
  },
  "out-of-range": {
    en: "The number or list is outside of what the field takes.",
    ko: "수 또는 목록이 허용 범위를 벗어났습니다.",
  },
  "invalid-value": {
    en: "The value has the right type, and cannot be meant.",
    ko: "형식은 맞지만 의미가 통하지 않는 값입니다.",
  },
  "unknown-preset": {
    en: "`extends` takes the name of a preset, or the path of a recipe relative to this file.",
    ko: "`extends`에는 프리셋 이름 또는 이 파일 기준의 레시피 경로를 씁니다.",
  },
  "extends-unreadable": {
    en: "The recipe that this one extends cannot be read. Its path is relative to this file.",
    ko: "확장하려는 레시피를 읽을 수 없습니다. 경로는 이 파일 기준입니다.",
  },
  "extends-cycle": {
    en: "Recipes that extend each other in a circle have no beginning.",
    ko: "레시피가 서로를 순환하여 확장하고 있습니다.",
  },
  "extends-too-long": {
    en: "So long a chain of recipes is a mistake.",
    ko: "확장이 너무 길게 이어집니다.",
  },
} as const satisfies Record<string, Text>;

export const explainedCodes: readonly string[] = Object.keys(meanings);

/** A page about a problem's code, in Markdown; undefined for a code that there is not. */
export function problemHelp(code: string, language: Language): string | undefined {
  const meaning = Object.hasOwn(meanings, code) ? meanings[code as keyof typeof meanings][language] : undefined;
  const finding = rules
    .map(({ findings }) => (Object.hasOwn(findings, code) ? findings[code] : undefined))
    .find(Boolean);
  const text = meaning ?? finding;
  return text && `# ${code}\n\n${text}\n`;
}
