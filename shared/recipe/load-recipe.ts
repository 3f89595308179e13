import type { Language } from "../language.ts";
import { explainIssues } from "./explain-issue.ts";
import { resolveExtends } from "./extends.ts";
import { type Problem, type ProblemText, problemIn } from "./problem.ts";
import { type Recipe, recipeSchema } from "./schema.ts";
import { findNode, type Path, type SourceNode, toValue } from "./source/node.ts";
import { applyOverrides } from "./source/overrides.ts";
import { createSource } from "./source/source.ts";
import { type Capabilities, wisdomOf } from "./wisdom/index.ts";

export interface RecipeSource {
  /** The recipe's path as people know it; bases are found relative to its folder. */
  file: string;
  /** JSON with comments and trailing commas. */
  text: string;
  /** Reads a base recipe. It throws an error with a message for people, in `language`, where it cannot. */
  readFile: (path: string) => string;
  /** `path=value`, in order, the last one wins: training.epochs=5, augmentation.train.0.size=64. */
  overrides?: readonly string[];
  /** What the runner can do; rules about it are left out where it is not known. */
  capabilities?: Capabilities;
  /** Of the problems; English where it is not given. */
  language?: Language;
}

export interface LoadedRecipe {
  /** With every default written out; null where there is an error. */
  recipe: Recipe | null;
  /** Errors first, then in the order of the text. */
  problems: Problem[];
  /** The recipe as written, with its bases and the overrides merged in and no defaults; null where a text is no JSON. */
  merged: unknown;
  /** The file that sets the field at `path` ("--set" for an override, a preset's name), or null where none does. */
  setBy: (path: Path) => string | null;
}

/**
 * Reads, merges and checks a recipe: syntax, `extends`, overrides, the schema, and what is wise. Pure; never throws,
 * whatever the text; reports everything that it finds at once.
 */
export function loadRecipe(source: RecipeSource): LoadedRecipe {
  const { file, text, readFile, overrides = [], capabilities, language = "en" } = source;
  const resolved = resolveExtends(createSource({ file, text, kind: "file" }), readFile);
  if (!resolved.root)
    return { recipe: null, problems: inOrder(resolved.problems, file, language), merged: null, setBy: () => null };
  const { root, problems: overrideProblems } = applyOverrides(resolved.root, overrides);
  const merged = toValue(root);
  const parsed = recipeSchema.safeParse(merged);
  const problems = [...resolved.problems, ...overrideProblems];
  if (!parsed.success) problems.push(...explainIssues(parsed.error.issues, root, merged));
  else if (problems.length === 0) problems.push(...wisdomOf(parsed.data, root, file, capabilities));
  const valid = parsed.success && problems.every((problem) => problem.severity === "warning");
  return {
    recipe: valid ? parsed.data : null,
    problems: inOrder(problems, file, language),
    merged,
    setBy: (path) => sourceOf(root, path),
  };
}

function sourceOf(root: SourceNode, path: Path): string | null {
  return findNode(root, path)?.source.file ?? null;
}

/** Errors first, the recipe's own file before its bases; one error a place, as a second one follows from the first. */
function inOrder(problems: readonly ProblemText[], file: string, language: Language): Problem[] {
  const rank = (problem: ProblemText) => (problem.severity === "error" ? 0 : 2) + (problem.file === file ? 0 : 1);
  const sorted = problems.toSorted(
    (a, b) => rank(a) - rank(b) || a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
  const kept = sorted.filter((problem, index) => {
    const former = sorted[index - 1];
    const samePlace = former?.file === problem.file && former.line === problem.line && former.column === problem.column;
    return problem.severity === "warning" || !samePlace || former.code === problem.code;
  });
  return kept.map((problem) => problemIn(language, problem));
}
