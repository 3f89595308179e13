import type { z } from "zod";
import type { Text } from "../language.ts";

/** What a refinement says of a value that it refuses, as the last argument of `refine`. */
export function refusal(text: Text): { error: string; params: { text: Text } } {
  return { error: text.en, params: { text } };
}

/** The text of the refinement that made `issue`; Zod's own words for an issue of another kind. */
export function refusalOf(issue: z.core.$ZodIssue): Text {
  const text = issue.code === "custom" ? (issue.params?.text as Text | undefined) : undefined;
  return text ?? { en: issue.message, ko: "쓸 수 없는 값입니다." };
}
