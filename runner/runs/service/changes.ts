import type { RunSummary } from "../../../shared/protocol/run-summary.ts";

/** Listeners hear of a run no more often than this. */
const everyMs = 250;

export interface Change {
  runs: RunSummary[];
  deleted: string[];
}

/** Collects which runs have changed and tells listeners about all of them at once: the first at once, then in intervals. */
export class Changes {
  readonly #summaryOf: (run: string) => RunSummary | null;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #changed = new Set<string>();
  readonly #deleted = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(summaryOf: (run: string) => RunSummary | null) {
    this.#summaryOf = summaryOf;
  }

  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(run: string): void {
    this.#changed.add(run);
    this.#deleted.delete(run);
    this.#soon();
  }

  deleted(run: string): void {
    this.#deleted.add(run);
    this.#changed.delete(run);
    this.#soon();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, everyMs).unref();
  }

  #tell(): void {
    const runs = [...this.#changed].flatMap((run) => this.#summaryOf(run) ?? []);
    const change = { runs, deleted: [...this.#deleted] };
    this.#changed.clear();
    this.#deleted.clear();
    for (const listener of this.#listeners) listener(change);
  }
}
