import type { Language } from "../language.ts";
import { explainIssues } from "../recipe/explain-issue.ts";
import { type LoadedRecipe, loadRecipe } from "../recipe/load-recipe.ts";
import { type Problem, type ProblemText, problemIn } from "../recipe/problem.ts";
import { placeOf } from "../recipe/source/located.ts";
import { findNode, type SourceNode, toValue } from "../recipe/source/node.ts";
import { parseJsonc } from "../recipe/source/parse-jsonc.ts";
import { createSource } from "../recipe/source/source.ts";
import { type Study, studySchema } from "./schema.ts";
import { studySchemaNode } from "./schema-node.ts";

export interface StudySource {
  file: string;
  /** JSON with comments and trailing commas. */
  text: string;
  /** Reads the recipe and its bases. It throws an error with a message for people, in `language`, where it cannot. */
  readFile: (path: string) => string;
  language?: Language;
}

export interface LoadedStudy {
  /** With every default written out; null where there is an error. */
  study: Study | null;
  /** Of the study; each of a recipe's fields shows where the study sets it. In the order of the text. */
  problems: Problem[];
}

/**
 * Reads and checks a study: syntax, its own fields, and every variant as the recipe that it makes. Pure; never throws,
 * whatever the text.
 */
export function loadStudy({ file, text, readFile, language = "en" }: StudySource): LoadedStudy {
  const { root, problems: syntax } = parseJsonc(createSource({ file, text, kind: "file" }));
  const found: ProblemText[] = [...syntax];
  if (!root) return { study: null, problems: found.map((problem) => problemIn(language, problem)) };
  const value = toValue(root);
  const parsed = studySchema.safeParse(value);
  if (!parsed.success) {
    const name = { en: "the study", ko: "연구" };
    found.push(...explainIssues(parsed.error.issues, root, value, { schema: studySchemaNode(), name }));
  }
  const problems = found.map((problem) => problemIn(language, problem));
  if (parsed.success) problems.push(...variantProblems(parsed.data, root, { file, readFile, language }));
  const study = parsed.success && problems.every(({ severity }) => severity === "warning") ? parsed.data : null;
  return { study, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

type Context = Required<Omit<StudySource, "text">>;

/** What is wrong with the recipe itself, at its name; what a variant makes wrong, at the field that it sets. */
function variantProblems(study: Study, root: SourceNode, context: Context): Problem[] {
  const base = load(study.recipe, [], context);
  const asked = findNode(root, ["recipe"]) ?? root;
  const errors = base.problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first) return [{ ...withoutFix(first), path: ["recipe"], ...placeOf(asked.source, asked.range) }];
  const found = new Map<string, Problem>();
  const known = new Set(base.problems.map(identity));
  const overrides: { text: string; node: SourceNode }[] = [];
  for (const [index, { set }] of study.variants.entries()) {
    if (!study.cumulative) overrides.length = 0;
    for (const [path, value] of Object.entries(set)) {
      const node = findNode(root, ["variants", index, "set", path]) ?? asked;
      overrides.push({ text: `${path}=${JSON.stringify(value)}`, node });
    }
    const { problems } = load(
      study.recipe,
      overrides.map(({ text }) => text),
      context,
    );
    for (const problem of problems) {
      // Warnings of the recipe itself are shown in the recipe.
      const node = problem.file === "--set" ? overrides[problem.line - 1]?.node : undefined;
      const variant = findNode(root, ["variants", index]);
      if (!node && (known.has(identity(problem)) || !variant)) continue;
      const at = node ?? findNode(variant!, ["name"]) ?? variant!;
      const place = placeOf(at.source, at.name && node ? at.name : at.range);
      found.set(`${place.line} ${place.column} ${problem.code}`, { ...withoutFix(problem), ...place });
    }
  }
  return [...found.values()];
}

function load(recipe: string, overrides: readonly string[], { file, readFile, language }: Context): LoadedRecipe {
  // A recipe that extends the one that is named: so a preset is as good as a file.
  return loadRecipe({ file, text: JSON.stringify({ extends: recipe }), readFile, overrides, language });
}

/** A fix is made for a recipe, not for the study that sets the field. */
function withoutFix({ fix: _, ...problem }: Problem): Problem {
  return problem;
}

function identity({ code, path }: Problem): string {
  return `${code} ${path.join(".")}`;
}
