import type { RunState } from "../../../shared/journal.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { runReasons } from "../../../shared/run-reasons.ts";
import type { Intent } from "../control.ts";
import type { Labels } from "./labels.ts";
import { epochsAfter, type PlanFacts } from "./plan-facts.ts";
import { isOver, type RunFacts } from "./run-facts.ts";

export interface SummaryParts {
  id: string;
  plan: PlanFacts;
  facts: RunFacts;
  labels: Labels;
  /** 1 is next; null when the run does not wait. */
  queuePosition: number | null;
  /** What the service knows and could not write into the journal, because the disk is full or the journal damaged. */
  override: { state: RunState; reason: string } | null;
  /** What people want of it while a process works on it. */
  wish: Intent;
  /** When the run's folder was made, for a run whose journal is still empty. */
  folderTime: number;
}

/** Why a run is still running that people want to rest. */
const underWay = {
  pause: runReasons.pausing.recorded,
  stop: runReasons.stopping.recorded,
} as const satisfies Record<Exclude<Intent, "run">, string>;

/** What a list of runs shows of one. Pure. */
export function summarise(parts: SummaryParts): RunSummary {
  const { id, plan, facts, labels, queuePosition, override, folderTime, wish } = parts;
  const { state, reason } = override ?? facts;
  const best = facts.validations.reduce<{ top1: number; epoch: number } | null>(
    (best, { top1, epoch }) => (best === null || top1 > best.top1 ? { top1, epoch } : best),
    null,
  );
  return {
    id,
    name: labels.name ?? plan.name,
    state,
    reason: isOver(state) || wish === "run" ? reason : underWay[wish],
    createdAt: facts.createdAt ?? folderTime,
    startedAt: facts.startedAt,
    endedAt: facts.endedAt,
    queuePosition,
    backend: facts.backend,
    device: facts.device,
    host: facts.host,
    step: facts.step,
    totalSteps: plan.totalSteps,
    epoch: Math.min(plan.totalEpochs, epochsAfter(plan, facts.step)),
    totalEpochs: plan.totalEpochs,
    latest: { ...facts.latest },
    best,
    secondsLeft: state === "running" ? secondsLeft(facts, plan.totalSteps) : null,
    quarantinedImages: facts.quarantinedImages,
    lastSequence: facts.lastSequence,
    note: labels.note ?? "",
    tags: [...(labels.tags ?? [])],
    pinned: labels.pinned ?? false,
  };
}

/** At the mean pace of the present process, validations and checkpoints included. Null before its second step. */
function secondsLeft({ pace, step, stepTime }: RunFacts, totalSteps: number): number | null {
  if (pace === null || stepTime === null || step <= pace.step) return null;
  return Math.max(0, ((totalSteps - step) * (stepTime - pace.time)) / (step - pace.step) / 1000);
}
