import type { Network, StateEntry } from "../../shared/models/network.ts";
import { stateEntries } from "../../shared/models/state-entries.ts";
import { UserError } from "../errors.ts";
import type { StateDict } from "../interop/safetensors.ts";

/** Differences that an error spells out; the rest are counted. */
const namedDifferences = 4;

/** The type of an entry in a file: PyTorch counts batches in int64 and has everything else in float32. */
const dtypeOf = (entry: StateEntry) => (entry.role === "batchCount" ? "I64" : "F32");

/** What is wrong with the tensor of `entry` in `state`, or null. A count of batches may be missing, as in old files. */
function difference(entry: StateEntry, state: StateDict): string | null {
  const came = state.get(entry.name);
  if (came === undefined) return entry.role === "batchCount" ? null : `${entry.name} is missing`;
  const expected = `${dtypeOf(entry)} [${entry.shape}]`;
  const found = `${came.dtype} [${came.shape}]`;
  return expected === found ? null : `${entry.name}: expected ${expected}, came ${found}`;
}

/**
 * Checks that `state` has the tensors of `network`, all of them and no others, in their shapes.
 * @param file names the source in the error
 * @throws UserError `other-architecture`, which names the first tensors that differ
 */
export function checkState(network: Network, state: StateDict, file: string): void {
  const entries = stateEntries(network);
  const expected = new Set(entries.map((entry) => entry.name));
  const differences = [
    ...entries.flatMap((entry) => difference(entry, state) ?? []),
    ...[...state.keys()].filter((name) => !expected.has(name)).map((name) => `${name} has no place in this network`),
  ];
  if (differences.length === 0) return;
  const more = differences.length - namedDifferences;
  throw new UserError(
    "other-architecture",
    `${file} holds other weights than those of ${network.architecture} with ${network.classes} classes: ${differences
      .slice(0, namedDifferences)
      .join(
        "; ",
      )}${more > 0 ? `; and ${more} more` : ""}. Set model.architecture, model.variant and the classes to what the file was trained with, or choose another file.`,
  );
}
