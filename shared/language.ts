/**
 * The languages of the product. A text for people stands as a `Text` beside the code that it is about; where one language
 * is missing it does not compile. Code handles Texts; the language is chosen where a text leaves `shared/`: by `loadRecipe`,
 * `fieldNote`, `metricNamed`. The command line, the journal and the generated files speak English.
 */
export const languages = ["en", "ko"] as const;
export type Language = (typeof languages)[number];

export type Text = Readonly<Record<Language, string>>;

/** The language to show to someone whose editor or browser speaks `tag`, a BCP 47 tag such as "ko-KR". */
export function languageOf(tag: string): Language {
  return /^ko(-|$)/i.test(tag) ? "ko" : "en";
}

/** What is the same in every language: names, numbers, code. */
export function verbatim(text: string): Text {
  return inEach(() => text);
}

/** A text that is put together alike in every language. */
export function inEach(make: (language: Language) => string): Text {
  return { en: make("en"), ko: make("ko") };
}
