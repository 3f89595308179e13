import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  type OpenedRunService,
  openRunService,
  type RunServiceOptions,
} from "../../runner/runs/service/open-run-service.ts";
import type { RunState } from "../../shared/journal.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import { toValue } from "../../shared/recipe/source/node.ts";
import { parseJsonc } from "../../shared/recipe/source/parse-jsonc.ts";
import { createSource } from "../../shared/recipe/source/source.ts";
import type { SmallRun } from "./small-run.ts";

/** A run service over the small recipe's data, in this process; the runs are real processes. */
export function openService(place: SmallRun, options: Partial<RunServiceOptions> = {}): Promise<OpenedRunService> {
  return openRunService({
    runsFolder: place.runs,
    dataRoots: [place.folder],
    backend: "wasm",
    report: () => {},
    ...options,
  });
}

/** The small recipe as a client sends it. `changes` replace whole sections' fields: {training: {epochs: 5}}. */
export function submission(place: SmallRun, changes: Record<string, Record<string, unknown>> = {}) {
  const source = readFileSync(place.recipe, "utf8");
  const root = parseJsonc(createSource({ file: "small", text: source, kind: "file" })).root!;
  const recipe = toValue(root) as Record<string, object>;
  for (const [section, fields] of Object.entries(changes)) recipe[section] = { ...recipe[section], ...fields };
  return { recipe, source };
}

export const summaryOf = (service: OpenedRunService, run: string): RunSummary =>
  service.list().find(({ id }) => id === run)!;

/** Waits until a run is in one of `states`, and fails with what is wrong where it ends in another. */
export async function untilState(service: OpenedRunService, run: string, ...states: RunState[]): Promise<RunSummary> {
  for (;;) {
    const summary = summaryOf(service, run);
    if (states.includes(summary.state)) return summary;
    if (summary.state === "failed" || summary.state === "completed") {
      throw new Error(`run ${run} is ${summary.state} (${summary.reason}), not ${states.join(" or ")}`);
    }
    await setTimeout(20);
  }
}

export async function untilStepOf(service: OpenedRunService, run: string, step: number): Promise<RunSummary> {
  while (summaryOf(service, run).step < step) await setTimeout(5);
  return summaryOf(service, run);
}

/** The process that works on a run. */
export function processOf(place: SmallRun, run: string): number {
  return (JSON.parse(readFileSync(join(place.runs, run, "lease.json"), "utf8")) as { pid: number }).pid;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
