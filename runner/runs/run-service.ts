import type { JournalEvent } from "../../shared/journal.ts";
import type { Language } from "../../shared/language.ts";
import type { CheckedParams, ParamsOf, ResultOf } from "../../shared/protocol/requests.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import type { RunnerDescription } from "../../shared/protocol/runner-description.ts";
import type { Problem } from "../../shared/recipe/problem.ts";

/**
 * What a runner does, apart from how it is reached. The server exposes it over the network; tests drive it directly. It
 * supervises: it queues, starts and watches run processes and reads their journals; it never trains. A method rejects with
 * a `ServiceError` (shared/protocol/errors.ts names the codes), and the state on disk is then as it was.
 */
export interface RunService {
  /** What the runner is and what it does now. */
  describe(): Promise<RunnerDescription>;
  submit(params: ParamsOf<"submit">): Promise<RunSummary>;
  /** What the recipe would do here; nothing is queued. */
  plan(recipe: unknown, language?: Language): Promise<{ plan: unknown; problems: Problem[] }>;
  /** What the recipe's augmentation makes of images of its data set here. */
  preview(params: CheckedParams<"preview">): Promise<ResultOf<"preview">>;
  list(): RunSummary[];
  get(run: string): Promise<ResultOf<"get">>;
  pause(run: string): Promise<RunSummary>;
  /** @param step of the checkpoint to go on from; left out, the latest */
  resume(run: string, step?: number): Promise<RunSummary>;
  stop(run: string): Promise<RunSummary>;
  delete(run: string): Promise<{ trashedTo: string }>;
  /** Brings a deleted run back. */
  restore(run: string): Promise<RunSummary>;
  label(run: string, labels: ParamsOf<"label">["labels"]): Promise<RunSummary>;
  reorder(run: string, position: number): Promise<RunSummary>;
  history(params: ParamsOf<"history">): Promise<ResultOf<"history">>;
  /** What the journal says beside metrics. */
  events(run: string): Promise<ResultOf<"events">>;
  /** The latest validation in detail, or the one of an epoch. */
  evaluation(run: string, epoch?: number): Promise<ResultOf<"evaluation">>;
  /** Number of the run's last record, now. */
  lastSequence(run: string): number;
  /** Records with numbers from `afterSequence` + 1 on, at most `limit` of them, from the journal on disk. */
  records(run: string, afterSequence: number, limit: number): Promise<JournalEvent[]>;
  /** Calls back whenever the run's journal has grown; returns how to end it. */
  onRecords(run: string, listener: (lastSequence: number) => void): () => void;
  /** Calls back when summaries have changed or runs are gone; returns how to end it. */
  onChanged(listener: (change: { runs: RunSummary[]; deleted: string[] }) => void): () => void;
  /** Stops supervising. Run processes go on; the next service on this folder finds them again. */
  close(): Promise<void>;
}
