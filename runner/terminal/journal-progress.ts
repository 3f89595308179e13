import type { JournalEvent, RunState } from "../../shared/journal.ts";
import type { Plan } from "../../shared/plan.ts";
import { type EpochSummary, epochSummaries } from "../../shared/replay.ts";
import { positionAfter, validationDue } from "../training/due.ts";
import type { ProgressBar } from "./progress.ts";
import { TerminalObserver } from "./run-observer.ts";
import { printable } from "./style.ts";

type MetricsEvent = Extract<JournalEvent, { type: "metrics" }>;

/** Shows a run from its journal as `run` shows one that trains here: a bar an epoch, a line when it ends. */
export class JournalProgress {
  readonly #plan: Plan;
  readonly #bar: ProgressBar;
  readonly #epochs = new Map<number, EpochSummary>();
  #observer: TerminalObserver;
  /** Metrics from the first step of the latest checkpoint's epoch on: what a run that goes on from it repeats or completes. */
  #metrics: MetricsEvent[] = [];
  #quarantined = 0;
  state: RunState | null = null;
  reason: string | null = null;
  step = 0;

  constructor(plan: Plan, bar: ProgressBar) {
    this.#plan = plan;
    this.#bar = bar;
    this.#observer = new TerminalObserver(plan, bar);
  }

  get epochs(): EpochSummary[] {
    return [...this.#epochs.values()].sort((a, b) => a.epoch - b.epoch);
  }

  take(event: JournalEvent): void {
    switch (event.type) {
      case "state":
        this.#state(event.state, event.reason ?? null);
        break;
      case "environment":
        this.#bar.line(`${event.backend} on ${printable(event.device)}, host ${printable(event.host)}`);
        this.#goOnFrom(event.resumedFromStep);
        break;
      case "metrics":
        this.#take(event);
        break;
      case "log":
        this.#observer.log(event.level, event.message);
        break;
      case "quarantine":
        this.#quarantined += 1;
        this.#observer.log("warning", `image set aside: ${event.image} (${event.reason})`);
        break;
      case "checkpoint":
        this.#metrics = this.#metrics.filter(({ epoch }) => epoch >= event.epoch);
        break;
    }
  }

  #state(state: RunState, reason: string | null): void {
    if (state !== this.state) this.#bar.line(`${state}${reason === null ? "" : ` (${printable(reason)})`}`);
    this.state = state;
    this.reason = reason;
  }

  /** A process goes on from a checkpoint: what its predecessor did after it is done again. */
  #goOnFrom(step: number): void {
    const repeated = this.#metrics.filter((event) => event.step > step);
    for (const { epoch } of repeated) this.#epochs.delete(epoch);
    this.#metrics = this.#metrics.filter((event) => event.step <= step);
    this.step = step;
    this.#observer = new TerminalObserver(this.#plan, this.#bar);
    const current = this.#metrics.at(-1)?.epoch;
    for (const event of this.#metrics) if (event.epoch === current && !this.#epochs.has(event.epoch)) this.#show(event);
  }

  #take(event: MetricsEvent): void {
    this.#metrics.push(event);
    this.step = Math.max(this.step, event.step);
    this.#show(event);
    const position = positionAfter(this.#plan, event.step);
    const isValidation = event.values["validation/loss"] !== undefined;
    if (isValidation || (position.endsEpoch && !validationDue(this.#plan, position))) this.#endEpoch(event.epoch);
  }

  #show({ step, values }: MetricsEvent): void {
    const {
      "train/loss": loss,
      "train/top1": top1,
      "train/top5": top5,
      imagesPerSecond,
      batchSize,
      learningRate,
    } = values;
    if (loss === undefined || batchSize === undefined) return;
    const stepMs = imagesPerSecond ? (batchSize / imagesPerSecond) * 1000 : 0;
    this.#observer.step({
      step,
      position: positionAfter(this.#plan, step),
      images: batchSize,
      learningRate: learningRate ?? 0,
      figures: { loss, top1: top1 ?? 0, top5: top5 ?? 0, gradientNorm: values.gradientNorm ?? 0 },
      stepMs,
      waitMs: stepMs * (values.dataWait ?? 0),
      quarantinedImages: this.#quarantined,
    });
  }

  #endEpoch(epoch: number): void {
    const [summary] = epochSummaries(this.#metrics.filter((event) => event.epoch === epoch));
    if (summary === undefined) return;
    this.#epochs.set(epoch, summary);
    this.#observer.epochEnd(summary);
  }
}
