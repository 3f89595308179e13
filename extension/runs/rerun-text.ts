import { findNodeAtLocation, getNodeValue } from "jsonc-parser";
import type { Language } from "../../shared/language.ts";
import { withFix } from "../../shared/recipe/editor/change-text.ts";
import { readLoosely } from "../../shared/recipe/editor/read-loosely.ts";
import { writtenOut } from "../../shared/recipe/editor/written-out.ts";
import { presets } from "../../shared/recipe/presets/index.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";

/** Fields that name files. */
const pathFields = [
  ["data", "train"],
  ["data", "validation"],
  ["model", "pretrained"],
] as const;

export interface RerunSource {
  /** The recipe as it was written. */
  source: string;
  /** The recipe as it was trained: bases and defaults written out, paths as the runner has them. */
  recipe: Recipe;
}

/**
 * The text of a run's recipe for a new file, which lies somewhere else than the one that was run: comments and layout as they
 * were, and paths of this machine written out. Where it builds on another file, that file's fields are written out too.
 */
export function rerunText({ source, recipe }: RerunSource, runner: "local" | "remote", language: Language): string {
  const { tree } = readLoosely(source);
  const valueAt = (path: readonly string[]): unknown => {
    const node = tree && findNodeAtLocation(tree, [...path]);
    return node && getNodeValue(node);
  };
  const base = valueAt(["extends"]);
  if (base !== undefined && !(typeof base === "string" && Object.hasOwn(presets, base)))
    return writtenOut(recipe, language, [writtenOutNote(String(base))[language]]);
  if (runner === "remote") return source;
  const edits = pathFields.flatMap((path) => {
    const [section, field] = path;
    const trained: unknown = (recipe[section] as Record<string, unknown>)[field];
    const written = valueAt(path);
    return typeof written === "string" && typeof trained === "string" && written !== trained
      ? [{ path: [...path], value: trained }]
      : [];
  });
  return edits.length === 0 ? source : withFix(source, { edits }, { indent: "  ", eol: "\n" });
}

const writtenOutNote = (base: string) => ({
  en: `The recipe extended ${base}, which is written out here as it was.`,
  ko: `이 레시피는 ${base} 을(를) 확장했습니다. 그 내용을 당시 값 그대로 여기에 모두 적었습니다.`,
});
