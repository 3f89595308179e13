import type { z } from "zod";

/** What a person is told about a recipe field. Hovers, the JSON schema and docs/recipe.md are generated from it. */
export interface FieldNotes {
  /** Two to five words, as a heading. */
  title: string;
  /** Markdown: what it does, what it is for, how to choose it. */
  text: string;
  /** The section of the paper that the field comes from, such as "§2.1 of the paper", or "ours". */
  source: string;
  /** Unit of the value where it has one: "epochs", "images", "pixels". */
  unit?: string;
}

declare module "zod" {
  interface GlobalMeta {
    source?: string;
    unit?: string;
    markdownDescription?: string;
  }
}

/** Attaches its notes to a field's schema. Call it last, on the outermost schema, so that no wrapper hides them. */
export function field<T extends z.ZodType>(schema: T, notes: FieldNotes): T {
  const unit = notes.unit ? ` Unit: ${notes.unit}.` : "";
  return schema.meta({
    title: notes.title,
    description: notes.text,
    markdownDescription: `**${notes.title}.** ${notes.text}${unit}\n\n*Source: ${notes.source}.*`,
    source: notes.source,
    ...(notes.unit ? { unit: notes.unit } : {}),
  }) as T;
}
