import { hostname } from "node:os";
import { join } from "node:path";
import type { Plan } from "../../shared/plan.ts";
import type { OpenedData } from "../data/dataset.ts";
import { decoderWarning } from "../data/jpeg/turbo.ts";
import type { Loader } from "../data/loader.ts";
import type { Engine } from "../engine/engine.ts";
import { UserError } from "../errors.ts";
import type { StateDict } from "../interop/safetensors.ts";
import { TensorBoardLog } from "../interop/tensorboard/tensorboard-log.ts";
import { machineFeed } from "../machine/machine-feed.ts";
import { Journal } from "../runs/journal.ts";
import { acquireLease, type Lease } from "../runs/lease.ts";
import { type RunFolder, writePlan } from "../runs/run-folder.ts";
import { CheckpointStore, type CheckpointSurvey, surveyCheckpoints } from "./checkpoint-store.ts";
import { devicesOf, otherDevices, planOnDevices } from "./devices.ts";
import { positionAfter, validationDue } from "./due.ts";
import { evaluate, validationFigures } from "./evaluation.ts";
import { EvaluationLog } from "./evaluation-log.ts";
import { type Learner, localLearner } from "./learner.ts";
import { type Outcome, train } from "./loop.ts";
import { type Past, readPast } from "./past.ts";
import { createPlanLoader, pipelineSize } from "./plan-loader.ts";
import { startReplicas } from "./replicas/start-replicas.ts";
import { type RunObserver, RunRecorder } from "./run-recorder.ts";
import type { StopRequest } from "./stop-request.ts";
import type { TraceWriter } from "./trace.ts";

/**
 * One process's work on a run: it takes the run's lease, goes on from the latest checkpoint or from the initial weights,
 * trains, and leaves the journal saying how it ended. Nothing is written before the lease is held.
 */
export interface SessionOptions {
  run: RunFolder;
  /** The run's lease where the caller has taken it already; the session releases it. */
  lease?: Lease;
  plan: Plan;
  data: OpenedData;
  engine: Engine;
  /** The weights to start from where the run has no checkpoint. */
  initialState: StateDict;
  maxSteps: number | null;
  /** Records the first steps of a new run; null for none. */
  trace: TraceWriter | null;
  stop: StopRequest;
  observer: RunObserver;
}

export async function runSession(session: SessionOptions): Promise<Outcome> {
  const { run, engine } = session;
  const lease = session.lease ?? (await acquireLease(run.path));
  let learner: Learner | undefined;
  let training: OpenTraining | undefined;
  try {
    const survey = await surveyCheckpoints(run.checkpoints);
    // From here on the number of devices is the run's own.
    const plan = planOnDevices(session.plan, engine.backend);
    if (session.plan.devices === "all") await writePlan(run, plan);
    const options = { ...session, plan };
    const opened = openTraining(options);
    training = opened;
    const replicas = devicesOf(plan);
    const made = replicas === 1 ? localLearner(plan, engine) : await startReplicas({ plan, engine, replicas });
    learner = made;
    const startStep = await restore(made, survey, options);
    const past = await readPast(run.journal, startStep);
    const journal = new Journal(run.journal, past.end, { beforeWrite: lease.assertOwner });
    return await journalled(journal, lease, () =>
      trainFrom(startStep, { learner: made, training: opened, survey, past, lease, journal, options }),
    );
  } finally {
    await training?.loader.close();
    await learner?.close();
    // A lease that was lost is not ours to release; one that cannot be written ends with this process.
    await lease.release().catch(() => {});
  }
}

/** The loader of the training images, and who hears of those that are set aside. */
interface OpenTraining {
  loader: Loader;
  onQuarantine(name: string, reason: string): void;
}

/** Comes first, so that its threads start while replicas and weights are made ready. It reads nothing before it is asked. */
function openTraining({ plan, data, run }: SessionOptions): OpenTraining {
  const training: OpenTraining = {
    loader: createPlanLoader(
      plan.recipe,
      "train",
      data.train,
      ({ name, reason }) => training.onQuarantine(name, reason),
      run,
    ),
    onQuarantine() {},
  };
  return training;
}

/** Loads the latest checkpoint, or the initial weights, and returns the step that it was taken after. */
async function restore(learner: Learner, { latest }: CheckpointSurvey, options: SessionOptions): Promise<number> {
  if (latest === null) {
    await learner.load({ weights: options.initialState, momentum: null }, "the initial state");
    return 0;
  }
  const { manifest, weights, momentum } = latest;
  const file = join(options.run.checkpoints, String(manifest.step));
  const devices = devicesOf(options.plan);
  if (manifest.devices !== devices) throw otherDevices(`The checkpoint ${file}`, manifest.devices, devices);
  await learner.load({ weights, momentum }, file);
  return manifest.step;
}

/** Runs `work`, leaves in the journal how it ended, and closes it. */
async function journalled(journal: Journal, lease: Lease, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    const outcome = await work();
    const { state, reason } = outcome;
    journal.append({ type: "state", state, ...(reason === null ? {} : { reason }) });
    journal.sync();
    return outcome;
  } catch (error) {
    // An owner that was replaced may stumble over what the new one makes before it is told.
    await lease.assertHeld();
    noteFailure(journal, error);
    throw error;
  } finally {
    journal.close();
  }
}

/** Leaves in the journal that, and why, the run has failed. */
export function noteFailure(journal: Journal, error: unknown): void {
  const code = error instanceof UserError ? error.code : null;
  if (code === "lease-lost") return; // the journal is another process's now
  const reason = error instanceof Error ? error.message : String(error);
  try {
    journal.append({ type: "log", level: "error", message: reason });
    // A disk can be cleared and the run goes on; what else fails would fail again.
    journal.append({ type: "state", state: code === "storage" ? "interrupted" : "failed", reason: code ?? reason });
    journal.sync();
  } catch {
    // The disk is full, for one: the error at hand is what a person has to hear.
  }
}

interface TrainingParts {
  learner: Learner;
  training: OpenTraining;
  survey: CheckpointSurvey;
  past: Past;
  lease: Lease;
  journal: Journal;
  options: SessionOptions;
}

async function trainFrom(startStep: number, parts: TrainingParts): Promise<Outcome> {
  const { learner, training, survey, past, lease, journal, options } = parts;
  const { run, plan, data, engine, observer, stop } = options;
  const { recipe } = plan;
  const environment = journal.append({
    type: "environment",
    host: hostname(),
    backend: engine.backend,
    device: engine.device,
    devices: devicesOf(plan),
    versions: { node: process.versions.node, ...engine.versions },
    resumedFromStep: startStep,
  });
  journal.append({ type: "state", state: "running" });

  const { top1 } = past;
  const checkpoints = new CheckpointStore(run.checkpoints, {
    steps: startStep === 0 ? survey.earlier : [startStep, ...survey.earlier],
    keep: recipe.training.checkpoint.keep,
    top1,
    beforeCommit: lease.assertHeld,
  });
  await checkpoints.tidy(survey.damaged);
  const warn = (message: string) => recorder.log("warning", message);
  const tensorBoard = new TensorBoardLog({ run, plan, warn });
  const machine = machineFeed({ warn });
  const recorder = new RunRecorder({
    plan,
    learner,
    journal,
    past,
    checkpoints,
    observer,
    tensorBoard,
    machine,
  });
  tensorBoard.begin(environment);
  for (const message of findings(parts)) recorder.log("warning", message);

  training.onQuarantine = (name, reason) => recorder.quarantine("train", name, reason);
  const evaluations = new EvaluationLog({ run, plan, dataset: data.validation, top1, lease, warn });
  await evaluations.tidy(startStep);
  let validationLoader: Loader | undefined;
  const validate = async (step: number, epoch: number) => {
    validationLoader ??= createPlanLoader(
      recipe,
      "validation",
      data.validation,
      ({ name, reason }) => recorder.quarantine("validation", name, reason),
      run,
    );
    const evaluation = await evaluate(
      learner.score,
      {
        dataset: data.validation,
        loader: validationLoader,
        imageSize: pipelineSize(recipe, "validation"),
        batchSize: recipe.evaluation.batchSize,
      },
      { onBatch: (done, total) => observer.validating(done, total), stopped: () => stop.reason !== null },
    );
    if (evaluation === null) return null;
    await evaluations.write(evaluation, { step, epoch });
    return validationFigures(evaluation);
  };
  try {
    const outcome = await train({
      plan,
      learner,
      trainLoader: training.loader,
      startStep,
      startSettled: startStep === 0 || top1.has(startStep) || !validationDue(plan, positionAfter(plan, startStep)),
      maxSteps: options.maxSteps,
      stopReason: () => stop.reason,
      validate,
      recorder,
      trace: options.trace,
    });
    if (options.trace !== null) await options.trace.finish((await learner.state()).weights);
    return outcome.state === "interrupted" ? { ...outcome, state: stop.endsAs } : outcome;
  } finally {
    await validationLoader?.close();
    machine.close();
    await tensorBoard.close();
  }
}

/** What was out of order when the run was opened. */
function findings({ survey, lease, journal, options }: TrainingParts): string[] {
  const { latest, damaged } = survey;
  const slowDecoder = decoderWarning(options.plan.recipe.data);
  const step = latest?.manifest.step;
  return [
    ...(lease.takenFrom === null
      ? []
      : [
          `process ${lease.takenFrom.pid}, which wrote this run before, ended without finishing; steps after its last checkpoint are done again`,
        ]),
    ...(slowDecoder === null ? [] : [slowDecoder]),
    ...(journal.cutBytes === 0 ? [] : [`the last record of the journal was cut short (${journal.cutBytes} bytes)`]),
    ...damaged.map(
      (one) =>
        `the checkpoint of step ${one.step} is damaged (${one.reason}) and set aside${step !== undefined && one.step > step ? `; going on from the one of step ${step}` : ""}`,
    ),
  ];
}
