import type { Text } from "../../language.ts";
import type { Edit, Problem } from "../problem.ts";
import type { Recipe } from "../schema.ts";

/** What a runner can do, as far as it limits recipes. */
export interface Capabilities {
  precisions: readonly string[];
}

export interface Finding {
  code: string;
  severity: Problem["severity"];
  /** The field that a person would change. */
  path: (string | number)[];
  /** The field that makes it doubtful: shown where `path` itself is only a default or a preset's. */
  cause?: (string | number)[];
  /** What is doubtful, why, and what to do. */
  message: Text;
  /** Section of the paper, another paper, or "ours". */
  citation: Text;
  fix?: { title: Text; edits: Edit[] };
}

/**
 * Something to know about recipes beyond the types of their fields. A rule sees a recipe that the schema accepts, with
 * every default written out. Its fix edits that recipe; wisdom/index.ts makes it an edit of the file.
 */
export interface Rule {
  /** The codes of what it finds, each with a line for docs/recipe.md. */
  findings: Readonly<Record<string, string>>;
  check: (recipe: Recipe, capabilities: Capabilities | undefined) => Finding[];
}
