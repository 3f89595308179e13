import type { JournalEvent, RunState } from "../../../shared/journal.ts";
import { runReasons } from "../../../shared/run-reasons.ts";
import { askedFor, ctrlC } from "../../training/stop-request.ts";

/**
 * What a journal says of its run, kept up to date a record at a time. JSON-serialisable, so that the index can hold it. A
 * run that goes on from a checkpoint does the steps after it again: what was measured there before no longer counts.
 */
export interface RunFacts {
  state: RunState;
  reason: string | null;
  createdAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  host: string | null;
  backend: string | null;
  device: string | null;
  step: number;
  latest: Record<string, number>;
  validations: { step: number; epoch: number; top1: number }[];
  quarantinedImages: number;
  /** First step of the present process and its time, to tell its pace. */
  pace: { step: number; time: number } | null;
  /** When the last step was done. */
  stepTime: number | null;
  /** How often a process ended without a word since the last checkpoint or request of a person. */
  deaths: number;
  lastSequence: number;
}

export const noFacts = (): RunFacts => ({
  state: "queued",
  reason: null,
  createdAt: null,
  startedAt: null,
  endedAt: null,
  host: null,
  backend: null,
  device: null,
  step: 0,
  latest: {},
  validations: [],
  quarantinedImages: 0,
  pace: null,
  stepTime: null,
  deaths: 0,
  lastSequence: 0,
});

/** Reasons in the journal that the service goes by. */
export const reasons = {
  died: runReasons.died.recorded,
  onRequest: askedFor,
  resumed: runReasons.resumed.recorded,
  /** Of a run that a person trained at a shell, and ended there. */
  atShell: ctrlC,
} as const;

/** No process works on a run in such a state, and none will unless a person says so. */
export const isOver = (state: RunState): boolean =>
  state === "completed" || state === "failed" || state === "stopped" || state === "paused";

/** Takes one record in. */
export function addRecord(facts: RunFacts, event: JournalEvent): void {
  number(facts, event);
  switch (event.type) {
    case "state":
      facts.state = event.state;
      facts.reason = event.reason ?? null;
      if (event.state === "running") facts.startedAt ??= event.time;
      facts.endedAt = isOver(event.state) && event.state !== "paused" ? event.time : null;
      if (event.state !== "running") facts.pace = null;
      if (event.state === "interrupted" && event.reason?.startsWith(reasons.died)) facts.deaths += 1;
      if (event.state === "queued" && event.reason?.startsWith(reasons.resumed)) facts.deaths = 0;
      break;
    case "environment":
      facts.host = event.host;
      facts.backend = event.backend;
      facts.device = event.device;
      facts.step = event.resumedFromStep;
      facts.pace = null;
      facts.validations = facts.validations.filter(({ step }) => step <= event.resumedFromStep);
      break;
    case "metrics":
      addMetrics(facts, event);
      for (const [metric, value] of Object.entries(event.values)) addValue(facts, event, metric, value);
      break;
    case "quarantine":
      facts.quarantinedImages += 1;
      break;
    case "checkpoint":
      facts.deaths = 0;
      break;
    case "log":
      break;
  }
}

/** Takes a record of metrics in, but for its values: they follow by `addValue`. */
export function addMetrics(facts: RunFacts, record: { sequence: number; time: number; step: number }): void {
  number(facts, record);
  facts.step = record.step;
  facts.stepTime = record.time;
  facts.pace ??= { step: record.step, time: record.time };
}

export function addValue(
  facts: RunFacts,
  { step, epoch }: { step: number; epoch: number },
  metric: string,
  value: number,
): void {
  facts.latest[metric] = value;
  if (metric === "validation/top1") facts.validations.push({ step, epoch, top1: value });
}

function number(facts: RunFacts, { sequence, time }: { sequence: number; time: number }): void {
  facts.lastSequence = sequence;
  facts.createdAt ??= time;
}
