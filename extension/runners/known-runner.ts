import type { ResultOf } from "../../shared/protocol/requests.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";

/** The id of the runner that the editor starts on this machine. */
export const localRunnerId = "local";

/**
 * - `idle`: not contacted: nobody has asked for it yet, the workspace is not trusted, or the runner on this machine is not
 *   running.
 * - `unreachable`: the last attempt failed; `message` says why, `retryAt` when the next one comes.
 */
export type RunnerState = "idle" | "connecting" | "connected" | "unreachable";

/** A runner as views show it. A snapshot: what changes is a new object, told by `RunnerConnections.onDidChange`. */
export interface KnownRunner {
  /** `localRunnerId`, or the address: "https://gpu-box:7733". */
  readonly id: string;
  /** What people call it; theirs, so text from outside. */
  readonly name: string;
  readonly url: string | null;
  readonly kind: "local" | "remote";
  readonly state: RunnerState;
  /** Why it is unreachable and what to do, in the editor's language. */
  readonly message: string | null;
  /** Stable: "refused", "wrong-token", "certificate-unknown"; null where all is well. */
  readonly code: string | null;
  /** Milliseconds since 1970; null where no attempt is due. */
  readonly retryAt: number | null;
  /** Null until it has answered once. */
  readonly description: ResultOf<"describe"> | null;
  /** As of the last word from it: kept while it is unreachable. */
  readonly runs: readonly RunSummary[];
  /** Where the folders of runs are; only of the runner on this machine. */
  readonly runsFolder?: string;
  /** Latest readings of the machine, keys from shared/metrics.ts. */
  readonly machine: Readonly<Record<string, number>>;
}
