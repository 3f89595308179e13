import type { z } from "zod";
import type { Text } from "../language.ts";

/** What a person is told about a part of a recipe. */
export interface Notes {
  /** Two to five words, as a heading. */
  title: Text;
  /** Markdown: what it does, what it is for, how to choose it. */
  text: Text;
  /** Where it comes from: `paper("§2.1")`, another paper, or `ours`. */
  source?: Text;
  /** Unit of the value where it has one: "epochs", "images", "pixels". */
  unit?: Text;
}

/** Of a field. Hovers, the JSON schema and docs/recipe.md are made from it. */
export interface FieldNotes extends Notes {
  source: Text;
}

/** What stands before the parts of a note. */
export const noteLabels = {
  expects: { en: "Expects", ko: "필요한 값" },
  default: { en: "Default", ko: "기본값" },
  unit: { en: "Unit", ko: "단위" },
  source: { en: "Source", ko: "출처" },
} satisfies Record<string, Text>;

declare module "zod" {
  interface GlobalMeta {
    notes?: Notes;
  }
}

/** Attaches its notes to a field's schema. Call it last, on the outermost schema, so that no wrapper hides them. */
export function field<T extends z.ZodType>(schema: T, notes: FieldNotes): T {
  return described(schema, notes);
}

/** Attaches notes to what is no field: the recipe itself, an operation, a kind of decay. */
export function described<T extends z.ZodType>(schema: T, notes: Notes): T {
  return schema.meta({ notes }) as T;
}
