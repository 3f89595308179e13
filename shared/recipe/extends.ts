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

  const name = asked.value;
  const report = (code: string, message: string, rest: Partial<Problem> = {}): Resolved => {
    const place = placeOf(source, asked.range);
    const problem: Problem = { severity: "error", code, message, path: ["extends"], ...place, ...rest };
    return { root: own, problems: [...problems, problem] };
  };
  const isPreset = /^[a-z]+:[^/\\]*$/.test(name);
  if (isPreset && !Object.hasOwn(presets, name)) {
    const names = Object.keys(presets);
    const near = nearest(name, names);
    const expected = `a preset (${oneOf(names)}) or the path of a recipe`;
    const hint = near ? `; did you mean "${near}"?` : "";
    const fix = { title: `Change to "${near}"`, file: source.file, edits: [{ path: ["extends"], value: near }] };
    return report("unknown-preset", `extends: expected ${expected}, received ${JSON.stringify(name)}${hint}`, {
      expected,
      received: JSON.stringify(name),
      ...(near && source.kind === "file" ? { fix } : {}),
    });
  }
  const file = isPreset ? name : resolveFrom(source.file, name);
  const here = [...chain, source.kind === "file" ? resolveFrom("", source.file) : source.file];
  if (here.includes(file))
    return report("extends-cycle", `extends: a recipe extends itself: ${[...here, file].join(" → ")}`);
  if (here.length > maximumChain)
    return report(
      "extends-too-long",
      `extends: expected a chain of at most ${maximumChain} recipes, received ${here[0]} → … → ${file}`,
    );
  let text: string;
  try {
    text = isPreset ? JSON.stringify(presets[name], null, 2) : readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return report("extends-unreadable", `extends: the base recipe cannot be read: ${reason}`, {
      received: JSON.stringify(name),
    });
  }
  const base = resolveExtends(
    createSource(isPreset ? { file, text, kind: "preset", askedForBy: asked } : { file, text, kind: "file" }),
    readFile,
    here,
  );
  return { root: base.root && mergeNodes(base.root, own), problems: [...problems, ...base.problems] };
}
