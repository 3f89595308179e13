/** A change that a machine can make: set the value at `path` of the recipe. */
export interface Fix {
  title: string;
  edits: { path: (string | number)[]; value: unknown }[];
}

/** One finding about a recipe. Lines and columns are 1-based. */
export interface Problem {
  severity: "error" | "warning";
  /** Stable, kebab-case: "unknown-field", "warmup-longer-than-training". */
  code: string;
  message: string;
  /** Where in the recipe: ["training", "batchSize"]. */
  path: (string | number)[];
  /** The file that holds the place (with `extends` it may be the base). */
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
