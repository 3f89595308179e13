import { oneOf } from "./expectation.ts";
import { presets } from "./presets/index.ts";
import type { Problem } from "./problem.ts";
import { placeOf } from "./source/located.ts";
import { mergeNodes } from "./source/merge.ts";
import type { SourceNode } from "./source/node.ts";
import { parseJsonc } from "./source/parse-jsonc.ts";
import { resolveFrom } from "./source/paths.ts";
import { createSource, type Source } from "./source/source.ts";
import { nearest } from "./suggestion.ts";

/** A chain longer than this is a mistake. */
const maximumChain = 16;

export interface Resolved {
  /** The recipe with its bases merged in, without `extends` and `$schema`; null where a text could not be read. */
  root: SourceNode | null;
  problems: Problem[];
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
    const message = "expected an object with the sections of a recipe, such as {}";
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
): Source | Problem {
  const problem = (code: string, message: string): Problem => ({
    severity: "error",
    code,
    message: `extends: ${message}`,
    path: ["extends"],
    ...placeOf(asked.source, asked.range),
    received: JSON.stringify(name),
  });
  const isPreset = /^[a-z]+:[^/\\]*$/.test(name);
  const preset = isPreset && Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (isPreset && !preset) {
    const names = Object.keys(presets);
    const near = nearest(name, names);
    const expected = `a preset (${oneOf(names)}) or the path of a recipe`;
    const message = `expected ${expected}, received ${JSON.stringify(name)}`;
    if (near === undefined) return { ...problem("unknown-preset", message), expected };
    const fix = { title: `Change to "${near}"`, file: asked.source.file, edits: [{ path: ["extends"], value: near }] };
    return { ...problem("unknown-preset", `${message}; did you mean "${near}"?`), expected, fix };
  }
  const file = isPreset ? name : resolveFrom(asked.source.file, name);
  if (chain.includes(file)) return problem("extends-cycle", `a recipe extends itself: ${[...chain, file].join(" → ")}`);
  if (chain.length > maximumChain) {
    const message = `expected a chain of at most ${maximumChain} recipes, received ${chain[0]} → … → ${file}`;
    return problem("extends-too-long", message);
  }
  if (preset) return createSource({ file, text: JSON.stringify(preset, null, 2), kind: "preset", askedForBy: asked });
  try {
    return createSource({ file, text: readFile(file), kind: "file" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return problem("extends-unreadable", `the base recipe cannot be read: ${reason}`);
  }
}
