/** One change to a recipe: set the field at `path` to `value`, or remove the field where `value` is absent. */
export interface Edit {
  path: (string | number)[];
  value?: unknown;
}

/** A change that a machine can make to `file`. The edits are made in order. */
export interface Fix {
  title: string;
  file: string;
  edits: Edit[];
}

/** One finding about a recipe. Lines and columns are 1-based; columns count UTF-16 units, as editors do. */
export interface Problem {
  severity: "error" | "warning";
  /** Stable, kebab-case: "unknown-field", "warmup-longer-than-training". */
  code: string;
  message: string;
  /** Where in the recipe: ["training", "batchSize"]. */
  path: (string | number)[];
  /** The file that holds the place: with `extends` it may be the base, and "--set" for an override. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  expected?: string;
  received?: string;
  /** Section of the paper that a warning rests on. */
  citation?: string;
  fix?: Fix;
}
