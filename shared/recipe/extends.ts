import { type Text, verbatim } from "../language.ts";
import { oneOf } from "./expectation.ts";
import { presets } from "./presets/index.ts";
import type { ProblemText } from "./problem.ts";
import { placeOf } from "./source/located.ts";
import { mergeNodes } from "./source/merge.ts";
import type { SourceNode } from "./source/node.ts";
import { parseJsonc } from "./source/parse-jsonc.ts";
import { resolveFrom } from "./source/paths.ts";
import { createSource, type Source } from "./source/source.ts";
import { changeTo, nearest, withSuggestion } from "./suggestion.ts";

/** A chain longer than this is a mistake. */
const maximumChain = 16;

export interface Resolved {
  /** The recipe with its bases merged in, without `extends` and `$schema`; null where a text could not be read. */
  root: SourceNode | null;
  problems: ProblemText[];
}

/**
 * Reads a recipe and what it extends, and merges them. `chain` names the recipes that led here, for cycles. Problems of a
 * base are located in the base's file; a base that cannot be read, at the `extends` that asks for it.
 */
export function resolveExtends(source: Source, readFile: (path: string) => string, chain: string[] = []): Resolved {
  const { root, problems } = parseJsonc(source);
  if (!root) return { root, problems };
  if (root.kind !== "object") {
    const place = placeOf(source, root.range);
    const message = {
      en: "expected an object with the sections of a recipe, such as {}",
      ko: "레시피의 섹션이 담긴 객체가 필요합니다. 예: {}.",
    };
    return {
      root: null,
      problems: [...problems, { severity: "error", code: "wrong-type", message, path: [], ...place }],
    };
  }
  const fields = new Map([...root.fields].filter(([name]) => name !== "extends" && name !== "$schema"));
  const own = { ...root, fields };
  const asked = root.fields.get("extends");
  if (!asked) return { root: own, problems };
  // What is no name at all is left for the schema to refuse.
  if (asked.kind !== "scalar" || typeof asked.value !== "string" || asked.value === "")
    return { root: { ...own, fields: fields.set("extends", asked) }, problems };

  const here = [...chain, source.kind === "file" ? resolveFrom("", source.file) : source.file];
  const base = openBase(asked, asked.value, here, readFile);
  if ("code" in base) return { root: own, problems: [...problems, base] };
  const resolved = resolveExtends(base, readFile, here);
  return { root: resolved.root && mergeNodes(resolved.root, own), problems: [...problems, ...resolved.problems] };
}

/** The base called `name` by the node `asked`, or the problem with it. `chain` ends with the recipe that asks. */
function openBase(
  asked: SourceNode,
  name: string,
  chain: readonly string[],
  readFile: (path: string) => string,
): Source | ProblemText {
  const problem = (code: string, { en, ko }: Text): ProblemText => ({
    severity: "error",
    code,
    message: { en: `extends: ${en}`, ko: `extends: ${ko}` },
    path: ["extends"],
    ...placeOf(asked.source, asked.range),
    received: verbatim(JSON.stringify(name)),
  });
  const isPreset = /^[a-z]+:[^/\\]*$/.test(name);
  const preset = isPreset && Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (isPreset && !preset) return unknownPreset(asked, name, problem);
  const file = isPreset ? name : resolveFrom(asked.source.file, name);
  if (chain.includes(file)) {
    const circle = [...chain, file].join(" → ");
    const message = { en: `a recipe extends itself: ${circle}`, ko: `레시피가 자기 자신을 확장합니다: ${circle}.` };
    return problem("extends-cycle", message);
  }
  if (chain.length > maximumChain) {
    return problem("extends-too-long", {
      en: `expected a chain of at most ${maximumChain} recipes, received ${chain[0]} → … → ${file}`,
      ko: `이어지는 레시피는 ${maximumChain}개까지 쓸 수 있습니다. 받은 값: ${chain[0]} → … → ${file}.`,
    });
  }
  if (preset) return createSource({ file, text: JSON.stringify(preset, null, 2), kind: "preset", askedForBy: asked });
  try {
    return createSource({ file, text: readFile(file), kind: "file" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return problem("extends-unreadable", {
      en: `the base recipe cannot be read: ${reason}`,
      ko: `기반 레시피를 읽을 수 없습니다: ${reason}`,
    });
  }
}

function unknownPreset(
  asked: SourceNode,
  name: string,
  problem: (code: string, message: Text) => ProblemText,
): ProblemText {
  const names = Object.keys(presets);
  const near = nearest(name, names);
  const list = oneOf(names);
  const expected = {
    en: `a preset (${list.en}) or the path of a recipe`,
    ko: `프리셋(${list.ko}) 또는 레시피의 경로`,
  };
  const received = JSON.stringify(name);
  const message = {
    en: `expected ${expected.en}, received ${received}`,
    ko: `필요한 값은 ${expected.ko}입니다. 받은 값: ${received}.`,
  };
  if (near === undefined) return { ...problem("unknown-preset", message), expected };
  return {
    ...problem("unknown-preset", withSuggestion(message, near)),
    expected,
    fix: { title: changeTo(near), file: asked.source.file, edits: [{ path: ["extends"], value: near }] },
  };
}
