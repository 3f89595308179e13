import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { RunRef } from "../../shared/dashboard/messages.ts";
import type { JournalEvent } from "../../shared/journal.ts";
import type { ResultOf } from "../../shared/protocol/requests.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import { errorText } from "../parts/notices.ts";
import type { Frames } from "./frames.ts";
import { MetricSeries } from "./metric-series.ts";
import { RunSeries } from "./run-series.ts";

/** A run with at most this many records is read whole. Of a longer one the runner says the course in buckets. */
const readWhole = 5_000;
const overviewBuckets = 1_500;
const detailBuckets = 1_500;

export type RunDetails = Pick<ResultOf<"get">, "recipe" | "plan" | "checkpoints">;

/** A run that the page shows: its past from the runner, then what happens, across lost connections. */
export class OpenRun {
  readonly ref: RunRef;
  readonly summary: ReadonlySignal<RunSummary | null>;
  /** The same object until the run has to be read anew; what is in it changes, and then `version` does. */
  series = new RunSeries();
  readonly version = signal(0);
  /** Null while all is well. */
  readonly error: Signal<string | null> = signal(null);
  readonly loading = signal(true);
  readonly details: Signal<RunDetails | null> = signal(null);
  readonly #frames: Frames;
  readonly #wanted: (metric: string) => boolean;
  #link: RunnerLink | null = null;
  #off: (() => void)[] = [];
  #detailRequest = 0;
  #bump = () => {
    this.version.value += 1;
  };

  constructor(
    ref: RunRef,
    parts: {
      summaries: ReadonlySignal<ReadonlyMap<string, RunSummary>>;
      frames: Frames;
      wanted: (metric: string) => boolean;
    },
  ) {
    this.ref = ref;
    this.summary = computed(() => parts.summaries.value.get(ref.run) ?? null);
    this.#frames = parts.frames;
    this.#wanted = parts.wanted;
  }

  /** Reads on over a new connection. What is there already stays on the page meanwhile. */
  async attach(link: RunnerLink): Promise<void> {
    this.#detach();
    this.#link = link;
    this.#off = [
      link.on("run/records", ({ run, records }) => {
        if (run === this.ref.run) this.#take(records);
      }),
      link.on("subscription/ended", ({ run, message }) => {
        if (run === this.ref.run) this.error.value = message;
      }),
    ];
    try {
      const { run, ...details } = await link.request("get", { run: this.ref.run });
      this.details.value = details;
      const behind = run.lastSequence - this.series.lastSequence;
      if (this.series.lastSequence > 0 && behind >= 0 && behind <= readWhole) {
        await link.request("subscribe", { run: run.id, afterSequence: this.series.lastSequence });
      } else await this.#read(link, run);
      this.error.value = null;
    } catch (error) {
      if (this.#link === link) this.error.value = errorText(error);
    } finally {
      if (this.#link === link) this.loading.value = false;
    }
  }

  close(): void {
    void this.#link?.request("unsubscribe", { run: this.ref.run }).catch(() => {}); // it may be gone, and that is as good
    this.#detach();
  }

  /** Fetches finer buckets of what is in view; the later call counts. */
  async zoomTo(fromStep: number, toStep: number, metrics: readonly string[]): Promise<void> {
    this.#detailRequest += 1;
    const request = this.#detailRequest;
    const { series } = this;
    const link = this.#link;
    const coarse = metrics.filter((metric) => (series.metrics.get(metric)?.width ?? 1) > 1);
    if (link === null || coarse.length === 0) return;
    const known = series.detail;
    if (known !== null && known.fromStep === fromStep && known.toStep === toStep) return;
    const found = new Map<string, MetricSeries>();
    for (const metric of coarse) {
      const { buckets } = await link.request("history", {
        run: this.ref.run,
        metric,
        buckets: detailBuckets,
        fromStep,
        toStep,
      });
      if (request !== this.#detailRequest || series !== this.series) return;
      found.set(metric, new MetricSeries(buckets));
    }
    series.detail = { fromStep, toStep, metrics: found };
    this.#bump();
  }

  async #read(link: RunnerLink, run: RunSummary): Promise<void> {
    const series = new RunSeries();
    if (run.lastSequence > readWhole) {
      const metrics = Object.keys(run.latest).filter(this.#wanted);
      // The stream begins where the summary stood: a metric that came up after it is in the stream from its first value.
      series.lastSequence = run.lastSequence;
      const events = link.request("events", { run: run.id }).then((answer) => series.setEvents(answer.events));
      await Promise.all([
        events,
        ...metrics.map(async (metric) => {
          const { buckets, lastSequence } = await link.request("history", {
            run: run.id,
            metric,
            buckets: overviewBuckets,
          });
          series.setHistory(metric, buckets, lastSequence);
        }),
      ]);
    }
    this.series = series;
    this.#bump();
    await link.request("subscribe", { run: run.id, afterSequence: series.lastSequence });
  }

  #take(records: readonly JournalEvent[]): void {
    for (const record of records) this.series.take(record);
    this.#frames.request(this.#bump);
    if (!this.series.stale || this.#link === null) return;
    this.series.stale = false;
    const link = this.#link;
    const reload = async () => {
      await link.request("unsubscribe", { run: this.ref.run });
      const { run, ...details } = await link.request("get", { run: this.ref.run });
      this.details.value = details;
      await this.#read(link, run);
    };
    reload().catch((error: unknown) => {
      this.error.value = errorText(error);
    });
  }

  #detach(): void {
    for (const off of this.#off) off();
    this.#off = [];
    this.#link = null;
  }
}
