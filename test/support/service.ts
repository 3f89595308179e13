import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { RunService } from "../../runner/runs/run-service.ts";
import { openRunService, type RunServiceOptions } from "../../runner/runs/service/open-run-service.ts";
import type { RunState } from "../../shared/journal.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import { toValue } from "../../shared/recipe/source/node.ts";
import { parseJsonc } from "../../shared/recipe/source/parse-jsonc.ts";
import { createSource } from "../../shared/recipe/source/source.ts";
import { events, type SmallRun } from "./small-run.ts";

/** A run service over the small recipe's data, in this process; the runs are real processes. It is closed after the test. */
export async function openService(place: SmallRun, options: Partial<RunServiceOptions> = {}): Promise<RunService> {
  const service = await openSharedService(place, options);
  onTestFinished(() => closeService(service));
  return service;
}

/** The same for all tests of a file, which closes it with `closeService`. */
export function openSharedService(place: SmallRun, options: Partial<RunServiceOptions> = {}): Promise<RunService> {
  return openRunService({
    runsFolder: place.runs,
    dataRoots: [place.folder],
    backend: "wasm",
    report: () => {},
    ...options,
  });
}

export async function closeService(service: RunService): Promise<void> {
  for (const { id, state } of service.list()) {
    if (["preparing", "running"].includes(state)) await service.stop(id).catch(() => {}); // of a test that failed
  }
  await service.close();
}

/** The small recipe as a client sends it. `changes` replace whole sections' fields: {training: {epochs: 5}}. */
export function submission(place: SmallRun, changes: Record<string, Record<string, unknown>> = {}) {
  const source = readFileSync(place.recipe, "utf8");
  const root = parseJsonc(createSource({ file: "small", text: source, kind: "file" })).root!;
  const recipe = toValue(root) as Record<string, object>;
  for (const [section, fields] of Object.entries(changes)) recipe[section] = { ...recipe[section], ...fields };
  return { recipe, source };
}

export const summaryOf = (service: RunService, run: string): RunSummary => service.list().find(({ id }) => id === run)!;

/** Waits until a run is in one of `states`, and fails with what is wrong where it ends in another. */
export async function untilState(service: RunService, run: string, ...states: RunState[]): Promise<RunSummary> {
  for (;;) {
    const summary = summaryOf(service, run);
    if (states.includes(summary.state)) return summary;
    if (summary.state === "failed" || summary.state === "completed") {
      throw new Error(`run ${run} is ${summary.state} (${summary.reason}), not ${states.join(" or ")}`);
    }
    await setTimeout(20);
  }
}

export async function untilStepOf(service: RunService, run: string, step: number): Promise<RunSummary> {
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

const serviceProcess = fileURLToPath(new URL("../../.build/service-process.mjs", import.meta.url));

/** Starts a run service in a process of its own; kill it as you like. */
export async function startServiceProcess(place: SmallRun): Promise<ChildProcess> {
  if (!bundled) {
    const bundle = fileURLToPath(new URL("../../scripts/bundle-for-node.mjs", import.meta.url));
    execFileSync(process.execPath, [
      bundle,
      fileURLToPath(new URL("./service-process.ts", import.meta.url)),
      serviceProcess,
    ]);
    bundled = true;
  }
  const child = spawn(process.execPath, [serviceProcess, place.runs, place.folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout!, "data");
  return child;
}
let bundled = false;

export async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/**
 * Submits the small recipe and kills its process with -9 once for each of `moments` (milliseconds after the process was
 * there, as long as it lives), and waits for the end. What came of it is for the caller to compare. A run that died twice
 * without a new checkpoint is let live to the next one: a third time it would count as broken.
 */
export async function killAtMoments(
  service: RunService,
  place: SmallRun,
  moments: readonly number[],
): Promise<{ run: string; kills: number }> {
  const { id } = await service.submit(submission(place, { training: { checkpoint: { everySteps: 2 } } }));
  let kills = 0;
  let former = 0;
  for (const moment of moments) {
    const pid = await nextProcess(service, place, id, former);
    if (pid === null) break;
    while (deathsSinceCheckpoint(place, id) >= 2 && isWorking(service, id)) await setTimeout(20);
    await setTimeout(moment);
    if (isAlive(pid) && isWorking(service, id)) {
      process.kill(pid, "SIGKILL");
      kills += 1;
    }
    former = pid;
  }
  await untilState(service, id, "completed");
  return { run: join(place.runs, id), kills };
}

function deathsSinceCheckpoint(place: SmallRun, run: string): number {
  const journal = events(join(place.runs, run));
  const checkpoint = journal.findLastIndex((event) => event.type === "checkpoint");
  return journal.slice(checkpoint + 1).filter((event) => event.type === "state" && event.state === "interrupted")
    .length;
}

const isWorking = (service: RunService, run: string) =>
  !["completed", "failed"].includes(summaryOf(service, run).state);

/** The next process that takes the run's lease; null where the run is over before. */
async function nextProcess(service: RunService, place: SmallRun, run: string, former: number) {
  while (isWorking(service, run)) {
    const pid = existsSync(join(place.runs, run, "lease.json")) ? processOf(place, run) : process.pid;
    if (pid !== former && pid !== process.pid) return pid;
    await setTimeout(5);
  }
  return null;
}
