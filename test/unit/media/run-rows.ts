import type { Column, RunRow } from "../../../media/dashboard/runs-table/column.ts";
import { columnsOf } from "../../../media/dashboard/runs-table/columns.ts";
import { recipeColumns } from "../../../media/dashboard/runs-table/recipe-columns.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";

/** A row of the table of runs: what a test does not say is as of a run that has just been queued. */
export function rowOf(
  name: string,
  {
    recipe = null,
    runner = "here",
    bests = {},
    ...summary
  }: Partial<RunSummary> & { recipe?: object | null; runner?: string; bests?: Record<string, number> } = {},
): RunRow {
  const whole: RunSummary = {
    id: name,
    name,
    state: "queued",
    reason: null,
    createdAt: 0,
    startedAt: null,
    endedAt: null,
    queuePosition: null,
    backend: null,
    device: null,
    host: null,
    step: 0,
    totalSteps: 100,
    epoch: 0,
    totalEpochs: 10,
    latest: {},
    best: null,
    secondsLeft: null,
    quarantinedImages: 0,
    lastSequence: 0,
    note: "",
    tags: [],
    pinned: false,
    ...summary,
  };
  const { startedAt, endedAt } = whole;
  return {
    key: `${runner}\n${name}`,
    ref: { runner, run: name },
    summary: whole,
    runner,
    recipe,
    best: (metric) => bests[metric],
    seconds: startedAt === null || endedAt === null ? undefined : (endedAt - startedAt) / 1000,
  };
}

/** A recipe as far as the table is concerned. */
export const recipeOf = (initial: number, kind: string, epochs = 90) => ({
  name: `rate ${initial}`,
  learningRate: { initial, decay: { kind, ...(kind === "step" ? { epochs: [30, 60] } : {}) } },
  training: { epochs },
});

/** All columns of these rows but the name. */
export const columnsFor = (rows: readonly RunRow[]): Column[] =>
  columnsOf(rows, recipeColumns(rows.flatMap(({ recipe }) => recipe ?? [])));
