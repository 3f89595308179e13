import { inEach, type Text, verbatim } from "../language.ts";

/** Where a field, a default or a warning comes from: this tool. */
export const ours: Text = { en: "ours", ko: "Recipe Lab 자체 기준" };

/** `paper("§2.1", "§3.1")`: sections of *Bag of Tricks for Image Classification with Convolutional Neural Networks*. */
export function paper(...sections: string[]): Text {
  const last = sections.at(-1)!;
  const others = sections.slice(0, -1);
  return {
    en: `${others.length > 0 ? `${others.join(", ")} and ${last}` : last} of the paper`,
    ko: `논문 ${sections.join(", ")}`,
  };
}

/** Another paper, "He et al., 2015, §4.2": cited alike in every language. */
export const cited = verbatim;

/** Several sources, the most important one first. */
export function sources(...texts: Text[]): Text {
  return inEach((language) => texts.map((text) => text[language]).join("; "));
}
