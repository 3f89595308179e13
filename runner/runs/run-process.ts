import { UserError } from "../errors.ts";
import { Journal } from "./journal.ts";
import { lastRecords } from "./journal-reader.ts";
import { acquireLease, type Lease } from "./lease.ts";
import { type RunFolder, runFolder } from "./run-folder.ts";
import { exitCodes, type RunProcessOptions } from "./run-process-options.ts";

/**
 * The process that trains one run for a service, built to dist/run-process.mjs. It holds the run's lease from its first
 * moment to its last and writes the journal while it lives. Its arguments are the run's folder and the options as JSON;
 * what people want of it is in the run's control file; its exit code says what the journal might not.
 */
async function main([folder, options]: string[]): Promise<number> {
  const run = runFolder(folder!);
  let lease: Lease;
  try {
    lease = await acquireLease(run.path);
  } catch (error) {
    return end(error);
  }
  try {
    await train(run, lease, JSON.parse(options!) as RunProcessOptions);
    return exitCodes.done;
  } catch (error) {
    await lease.release().catch(() => {});
    await leaveWord(run, error).catch(() => {}); // the service writes what this process cannot
    return end(error);
  }
}

/** What preparing and training need is loaded only after the lease is held. */
async function train(run: RunFolder, lease: Lease, { roots, backend }: RunProcessOptions): Promise<void> {
  const { listenForControl } = await import("../training/controlled-stop.ts");
  const { engineOptions, openEngine } = await import("../engine/open-engine.ts");
  const { prepareResume } = await import("../training/prepare-run.ts");
  const { runSession } = await import("../training/session.ts");
  const { startingWeights } = await import("../training/starting-weights.ts");
  const stop = listenForControl(run.path);
  const prepared = await prepareResume(run.path, run.path, { file: null, overrides: [] }, { roots });
  const { plan, data } = prepared;
  if (stop.reason !== null) {
    await endBeforeTraining(run, stop.endsAs, stop.reason);
    await lease.release();
    return;
  }
  const engine = await openEngine(backend ?? prepared.environment?.backend ?? "auto", engineOptions(plan.recipe));
  const initial = await startingWeights(plan);
  const observer = {
    step: () => {},
    validating: () => {},
    epochEnd: () => {},
    log: (level: string, message: string) => console.error(`${level} ${message}`),
  };
  const initialState = initial.state;
  await runSession({ run, lease, plan, data, engine, initialState, maxSteps: null, trace: null, stop, observer });
}

async function endBeforeTraining(
  run: RunFolder,
  state: "interrupted" | "paused" | "stopped",
  reason: string,
): Promise<void> {
  const journal = await Journal.open(run.journal);
  journal.append({ type: "state", state, reason });
  journal.sync();
  journal.close();
}

/** Leaves in the journal why the run failed, where the training has not done so. */
async function leaveWord(run: RunFolder, error: unknown): Promise<void> {
  const { noteFailure } = await import("../training/session.ts");
  const lease = await acquireLease(run.path);
  try {
    const { state } = await lastRecords(run.journal);
    if (state?.state !== "preparing" && state?.state !== "running") return;
    const journal = await Journal.open(run.journal);
    noteFailure(journal, error);
    journal.close();
  } finally {
    await lease.release();
  }
}

/** Says on stderr, which the service keeps, what went wrong. Returns the exit code. */
function end(error: unknown): number {
  if (!(error instanceof UserError)) {
    console.error(error);
    return exitCodes.failed;
  }
  console.error(`${error.code}: ${error.message}`);
  if (error.code === "run-in-use" || error.code === "lease-lost") return exitCodes.notOurs;
  return error.code === "storage" ? exitCodes.storage : exitCodes.failed;
}

// A backend's threads may keep the process alive: it ends once everything is written.
process.exit(await main(process.argv.slice(2)));
