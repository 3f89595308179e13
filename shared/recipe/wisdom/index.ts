import type { Edit, FixText, ProblemText } from "../problem.ts";
import type { Recipe } from "../schema.ts";
import { type placeOf, placeOfPath } from "../source/located.ts";
import { findNode, type SourceNode } from "../source/node.ts";
import { batchGrowthPastTheEnd } from "./batch-growth-past-the-end.ts";
import { checkpointOff } from "./checkpoint-off.ts";
import { cropLargerThanResize } from "./crop-larger-than-resize.ts";
import { decayOnGamma } from "./decay-on-gamma.ts";
import { decayPastTheEnd } from "./decay-past-the-end.ts";
import { inputSizeUnsuited } from "./input-size-unsuited.ts";
import { largeBatchWithoutScaling } from "./large-batch-without-scaling.ts";
import { mixupWithFewEpochs } from "./mixup-with-few-epochs.ts";
import { normalizeDiffers } from "./normalize-differs.ts";
import { normalizeLast } from "./normalize-last.ts";
import { staticOutputSize } from "./output-size.ts";
import { precisionUnsupported } from "./precision-unsupported.ts";
import type { Capabilities, Finding, Rule } from "./rule.ts";
import { scalingWithoutWarmup } from "./scaling-without-warmup.ts";
import { variantUnsupported } from "./variant-unsupported.ts";
import { warmupLongerThanTraining } from "./warmup-longer-than-training.ts";

export type { Capabilities } from "./rule.ts";

/** To add a rule: a file beside this one, and a line here. */
export const rules: readonly Rule[] = [
  largeBatchWithoutScaling,
  scalingWithoutWarmup,
  warmupLongerThanTraining,
  decayPastTheEnd,
  batchGrowthPastTheEnd,
  mixupWithFewEpochs,
  decayOnGamma,
  precisionUnsupported,
  checkpointOff,
  variantUnsupported,
  normalizeLast,
  normalizeDiffers,
  staticOutputSize,
  cropLargerThanResize,
  inputSizeUnsuited,
];

/** What the rules find in a recipe that the schema accepts. `root` is where it was written, `file` the recipe itself. */
export function wisdomOf(
  recipe: Recipe,
  root: SourceNode,
  file: string,
  capabilities: Capabilities | undefined,
): ProblemText[] {
  return rules.flatMap((rule) =>
    rule.check(recipe, capabilities).map(({ fix, cause, ...finding }) => {
      const fixOfFile = fix && fixIn(file, fix, recipe, root);
      return {
        ...finding,
        ...placeOfFinding(root, finding.path, cause),
        ...(fixOfFile ? { fix: fixOfFile } : {}),
      };
    }),
  );
}

/** The doubtful field where a person wrote it, otherwise what made it doubtful, otherwise the nearest thing written. */
function placeOfFinding(root: SourceNode, path: Finding["path"], cause: Finding["cause"]): ReturnType<typeof placeOf> {
  const written = [path, ...(cause ? [cause] : [])].find((each) => {
    const node = findNode(root, each);
    return node && node.source.kind !== "preset";
  });
  return placeOfPath(root, written ?? path);
}

/**
 * The fix as edits of the recipe's own file, which has the last word over its bases. Undefined where an override has it.
 * What is inside of a list that a base or a default brings cannot be edited alone: the whole list is written.
 */
function fixIn(file: string, fix: NonNullable<Finding["fix"]>, recipe: Recipe, root: SourceNode): FixText | undefined {
  const edits: Edit[] = [];
  for (const edit of fix.edits) {
    if (findNode(root, edit.path)?.source.kind === "override") return undefined;
    const index = edit.path.findIndex((key) => typeof key === "number");
    const list = edit.path.slice(0, index);
    if (index >= 0 && findNode(root, list)?.source.file !== file) {
      edits.push({ path: list, value: withValue(valueAt(recipe, list), edit.path.slice(index), edit.value) });
      continue;
    }
    // A `kind` that is only a default has to be written as soon as one of its fields is.
    const parent = edit.path.slice(0, -1);
    const kind = (valueAt(recipe, parent) as { kind?: unknown } | null)?.kind;
    if (kind !== undefined && !findNode(root, [...parent, "kind"]))
      edits.push({ path: [...parent, "kind"], value: kind });
    edits.push(edit);
  }
  return { title: fix.title, file, edits };
}

function valueAt(value: unknown, path: Finding["path"]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], value);
}

/** A copy of `value` with what is at `path` replaced. */
function withValue(value: unknown, [key, ...rest]: Finding["path"], replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const fields = copy as Record<string | number, unknown>;
  fields[key] = withValue(fields[key], rest, replacement);
  return copy;
}
