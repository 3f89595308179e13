import type { Language, Text } from "../language.ts";

/** One change to a recipe: set the field at `path` to `value`, or remove the field where `value` is absent. */
export interface Edit {
  path: (string | number)[];
  value?: unknown;
}

interface FixOf<Words> {
  title: Words;
  file: string;
  edits: Edit[];
}

interface ProblemOf<Words> {
  severity: "error" | "warning";
  /** Stable, kebab-case: "unknown-field", "warmup-longer-than-training". */
  code: string;
  message: Words;
  /** Where in the recipe: ["training", "batchSize"]. */
  path: (string | number)[];
  /** The file that holds the place: with `extends` it may be the base, and "--set" for an override. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  expected?: Words;
  received?: Words;
  /** Section of the paper that a warning rests on. */
  citation?: Words;
  fix?: FixOf<Words>;
}

/** One finding about a recipe. Lines and columns are 1-based; columns count UTF-16 units, as editors do. */
export type Problem = ProblemOf<string>;

/** A change that a machine can make to `file`. The edits are made in order. */
export type Fix = FixOf<string>;

/** A problem in every language, as the checks make it. */
export type ProblemText = ProblemOf<Text>;
export type FixText = FixOf<Text>;

type Worded = "message" | "expected" | "received" | "citation" | "fix";

export function problemIn(language: Language, problem: ProblemText): Problem {
  const { message, expected, received, citation, fix } = problem;
  // Everything is spread, so that the fields keep their order in JSON.
  const rest: Omit<ProblemText, Worded> = problem;
  return {
    ...rest,
    message: message[language],
    ...(expected ? { expected: expected[language] } : {}),
    ...(received ? { received: received[language] } : {}),
    ...(citation ? { citation: citation[language] } : {}),
    ...(fix ? { fix: { ...fix, title: fix.title[language] } } : {}),
  };
}
