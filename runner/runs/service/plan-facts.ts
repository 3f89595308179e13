import type { EpochRow, Plan } from "../../../shared/plan.ts";

/** What a summary needs of a plan, small enough to be kept in the index for every run. */
export interface PlanFacts {
  name: string;
  totalSteps: number;
  totalEpochs: number;
  /** Epochs of equal length, in order: the first of them (0-based), its first step (1-based), and steps an epoch. */
  spans: { epoch: number; firstStep: number; steps: number }[];
}

export function planFacts({ recipe, totalSteps, epochs }: Pick<Plan, "recipe" | "totalSteps" | "epochs">): PlanFacts {
  const starts = epochs.filter(({ steps }: EpochRow, index) => steps !== epochs[index - 1]?.steps);
  return {
    name: recipe.name,
    totalSteps,
    totalEpochs: epochs.length,
    spans: starts.map(({ epoch, firstStep, steps }) => ({ epoch, firstStep, steps })),
  };
}

/** Epochs that are completed after `step`. */
export function epochsAfter({ spans }: PlanFacts, step: number): number {
  const span = spans.findLast(({ firstStep }) => firstStep <= step + 1);
  return span === undefined ? 0 : span.epoch + Math.floor((step + 1 - span.firstStep) / span.steps);
}
