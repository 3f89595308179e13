import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { RunRef } from "../../shared/dashboard/messages.ts";
import { accentsOf, colorOfId } from "../../shared/dashboard/run-colors.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import type { Host } from "../hosts/host.ts";
import { errorText, notice } from "../parts/notices.ts";
import { Frames } from "./frames.ts";
import { OpenRun } from "./open-run.ts";
import { runKey } from "./run-key.ts";

export interface ListedRun {
  ref: RunRef;
  summary: RunSummary;
}

/** All that the page knows of runners and runs. Data stays where a runner is lost, and is brought up to date later. */
export class RunStore {
  readonly #host: Host;
  readonly #frames = new Frames();
  readonly #wanted: (metric: string) => boolean;
  readonly #onDeleted: (run: RunRef) => void;
  readonly #links = new Map<string, RunnerLink>();
  readonly #lists = new Map<string, Signal<ReadonlyMap<string, RunSummary>>>();
  readonly #open = new Map<string, OpenRun>();
  readonly #runners = signal<readonly string[]>([]);
  /** Runs of all runners, the newest first. */
  readonly runs: ReadonlySignal<readonly ListedRun[]> = computed(() =>
    this.#runners.value
      .flatMap((runner) =>
        [...this.#listOf(runner).value.values()].map((summary) => ({ ref: { runner, run: summary.id }, summary })),
      )
      .sort((a, b) => b.summary.createdAt - a.summary.createdAt),
  );
  readonly #accents = computed(
    () =>
      new Map(
        this.#runners.value.map((runner) => [runner, accentsOf([...this.#listOf(runner).value.values()])] as const),
      ),
  );
  /** Whether a list of runs has come from any runner. */
  readonly listed = signal(false);

  /**
   * @param wanted which metrics the charts show; the course of others is not asked for
   * @param onDeleted is told of runs that are there no more
   */
  constructor(host: Host, wanted: (metric: string) => boolean, onDeleted: (run: RunRef) => void) {
    this.#host = host;
    this.#wanted = wanted;
    this.#onDeleted = onDeleted;
    effect(() => {
      const runners = host.runners.value;
      untracked(() => {
        this.#runners.value = runners.map(({ id }) => id);
        for (const { id, state } of runners) {
          if (state !== "connected") this.#links.delete(id);
          else if (!this.#links.has(id)) this.#connected(id);
        }
      });
    });
  }

  /** The colour of a run, whether it is shown or not. */
  accent({ runner, run }: RunRef): string {
    return this.#accents.value.get(runner)?.get(run) ?? colorOfId(run);
  }

  /** The connection to a runner; null while there is none. */
  link(runner: string): RunnerLink | null {
    return this.#links.get(runner) ?? null;
  }

  /** A run to show; the same object for the same run, until it is closed. */
  open(ref: RunRef): OpenRun {
    const key = runKey(ref);
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const run = new OpenRun(ref, { summaries: this.#listOf(ref.runner), frames: this.#frames, wanted: this.#wanted });
    this.#open.set(key, run);
    const link = this.#links.get(ref.runner);
    if (link !== undefined) void run.attach(link);
    return run;
  }

  /** Closes all runs but these. */
  keepOpen(refs: readonly RunRef[]): void {
    const kept = new Set(refs.map(runKey));
    for (const [key, run] of this.#open) {
      if (kept.has(key)) continue;
      run.close();
      this.#open.delete(key);
    }
  }

  #listOf(runner: string): Signal<ReadonlyMap<string, RunSummary>> {
    const known = this.#lists.get(runner);
    if (known !== undefined) return known;
    const made = signal<ReadonlyMap<string, RunSummary>>(new Map());
    this.#lists.set(runner, made);
    return made;
  }

  #connected(runner: string): void {
    const link = this.#host.link(runner);
    const list = this.#listOf(runner);
    this.#links.set(runner, link);
    const pending = new Map<string, RunSummary | null>();
    const apply = () => {
      const runs = new Map(list.value);
      for (const [id, summary] of pending) {
        if (summary === null) runs.delete(id);
        else runs.set(id, summary);
      }
      const deleted = [...pending].filter(([, summary]) => summary === null);
      pending.clear();
      list.value = runs;
      for (const [run] of deleted) this.#onDeleted({ runner, run });
    };
    link.on("runs/changed", ({ runs, deleted }) => {
      for (const summary of runs) pending.set(summary.id, summary);
      for (const id of deleted) pending.set(id, null);
      this.#frames.request(apply);
    });
    link
      .request("list", {})
      .then(({ runs }) => {
        list.value = new Map(runs.map((summary) => [summary.id, summary]));
        apply();
        this.listed.value = true;
      })
      .catch((error: unknown) => {
        if (this.#links.get(runner) === link) notice.value = { kind: "error", text: errorText(error) };
      });
    for (const run of this.#open.values()) if (run.ref.runner === runner) void run.attach(link);
  }
}
