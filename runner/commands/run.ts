import type { Command } from "commander";
import type { Engine } from "../engine/engine.ts";
import type { StateDict } from "../interop/safetensors.ts";
import type { RunFolder } from "../runs/run-folder.ts";
import { printable } from "../terminal/style.ts";
import type { Prepared } from "../training/prepare-run.ts";
import { collect, wholeNumber } from "./option-values.ts";

interface RunOptions {
  runs: string;
  backend?: string;
  set?: string[];
  name?: string;
  maxSteps?: number;
  resume?: string;
  trace?: string;
  json?: true;
}

export function register(program: Command): void {
  program
    .command("run")
    .summary("train here")
    .description(
      "Trains a recipe on this machine, with a progress bar. Everything lands in a folder of its own: the recipe, the plan, a journal of every step, and checkpoints. The folder's path is printed on standard output.",
    )
    .argument("[file]", "recipe, *.recipe.json; not needed with --resume")
    .option("--runs <dir>", "where the folders of runs are", "runs")
    .option("--backend <name>", "auto, tensorflow, webgpu, wasm or cpu (default: auto; with --resume the run's own)")
    .option("--set <path=value>", "override a field of the recipe, such as training.epochs=5; may be repeated", collect)
    .option("--name <name>", "short for --set name=…")
    .option("--max-steps <n>", "train at most this many steps now, then save a checkpoint and stop", wholeNumber(1))
    .option("--resume <run>", "go on with a run: its folder, or its id in --runs")
    .option("--trace <dir>", "write what another framework needs to replay the first steps; needs --max-steps")
    .option("--json", "print one JSON object instead of the folder's path")
    .addHelpText(
      "after",
      `
Ctrl-C finishes the step, saves a checkpoint and says how to go on; a second Ctrl-C ends at once.

Exit code: 0 trained to the end or to --max-steps, 1 interrupted or failed, 2 the recipe, the data or the call cannot be used.

Examples:
  recipe-lab run my.recipe.json
  recipe-lab run my.recipe.json --set training.batchSize=64 --backend wasm
  recipe-lab run --resume runs/20260131-094500-resnet20-emoji-3f9a1c
  recipe-lab run my.recipe.json --max-steps 20 --trace trace`,
    )
    .action(run);
}

async function run(file: string | undefined, options: RunOptions, command: Command): Promise<void> {
  refuseContradictions(file, options, command);
  const { ProgressBar } = await import("../terminal/progress.ts");
  const { TerminalObserver } = await import("../terminal/run-observer.ts");
  const { startingWeights } = await import("../training/starting-weights.ts");
  const { runSession } = await import("../training/session.ts");
  const { listenForStop } = await import("../training/stop-request.ts");
  const { reportRun } = await import("../terminal/run-report.ts");
  const bar = new ProgressBar();
  const job =
    options.resume === undefined ? await newRun(file!, options) : await resumedRun(options.resume, file, options);
  if (job === null) return;
  const { plan, data, engine } = job;
  const initial = await startingWeights(plan);
  if (initial.drawnAnew.length > 0) {
    console.error(`${initial.drawnAnew.join(" and ")} do not fit the pretrained file and are drawn anew`);
  }
  const trace = options.trace === undefined ? null : await beginTrace(options.trace, plan, initial.state);
  const folder = await job.folder();
  console.error(`run      ${folder.path}`);

  const stop = listenForStop(() =>
    bar.line("Stopping: this step is finished and a checkpoint saved. Ctrl-C once more ends at once."),
  );
  try {
    const outcome = await runSession({
      run: folder,
      plan,
      data,
      engine,
      initialState: initial.state,
      maxSteps: options.maxSteps ?? null,
      trace,
      stop,
      observer: new TerminalObserver(plan, bar),
    });
    bar.clear();
    await reportRun(folder, plan, outcome, { json: options.json ?? false });
    if (outcome.state === "interrupted") process.exitCode = 1;
  } finally {
    bar.clear();
    stop.close();
    await engine.dispose();
  }
}

function refuseContradictions(file: string | undefined, options: RunOptions, command: Command): void {
  const refuse = (why: string) => command.error(`error: ${why}`);
  if (file === undefined && options.resume === undefined) refuse("missing argument: a recipe, or --resume with a run");
  if (options.trace !== undefined && options.maxSteps === undefined)
    refuse("--trace needs --max-steps: how many steps to record");
  if (options.trace !== undefined && options.resume !== undefined)
    refuse("--trace records a new run from its first step; leave --resume away");
}

interface Job extends Prepared {
  engine: Engine;
  /** Makes the run's folder, or names the one that is there. The last thing that happens before training. */
  folder: () => Promise<RunFolder>;
}

async function newRun(file: string, options: RunOptions): Promise<Job> {
  const { prepareNewRun } = await import("../training/prepare-run.ts");
  const { createRun } = await import("../runs/run-folder.ts");
  const { formatProblem } = await import("../recipe/format-problem.ts");
  const prepared = await prepareNewRun(file, overridesOf(options));
  for (const warning of prepared.warnings) console.error(formatProblem(warning));
  const { engineOptions, openEngine } = await import("../engine/open-engine.ts");
  const { planLines } = await import("../terminal/run-report.ts");
  const { planOnDevices } = await import("../training/devices.ts");
  const engine = await openEngine(options.backend ?? "auto", engineOptions(prepared.plan.recipe));
  // One device can be replayed in any framework; several would have to be played there, too.
  const requested = prepared.plan.devices === "all" && options.trace !== undefined ? 1 : prepared.plan.devices;
  const plan = planOnDevices(prepared.plan, engine.backend, requested);
  console.error(planLines(plan));
  const { recipeText } = prepared;
  return { ...prepared, plan, engine, folder: () => createRun(options.runs, { recipeText, plan }) };
}

/** Null where there is nothing left to do. */
async function resumedRun(reference: string, file: string | undefined, options: RunOptions): Promise<Job | null> {
  const { reportRun } = await import("../terminal/run-report.ts");
  const { prepareResume } = await import("../training/prepare-run.ts");
  const prepared = await prepareResume(reference, options.runs, {
    file: file ?? null,
    overrides: overridesOf(options),
  });
  const { run: folder, environment, completed } = prepared;
  if (completed) {
    console.error(`Run ${folder.id} is finished: all ${prepared.plan.totalSteps} steps are done. Nothing was changed.`);
    await reportRun(
      folder,
      prepared.plan,
      { state: "completed", reason: null, step: prepared.plan.totalSteps },
      { json: options.json ?? false },
    );
    return null;
  }
  const { engineOptions, openEngine } = await import("../engine/open-engine.ts");
  const { planLines } = await import("../terminal/run-report.ts");
  const { planOnDevices } = await import("../training/devices.ts");
  const engine = await openEngine(
    options.backend ?? environment?.backend ?? "auto",
    engineOptions(prepared.plan.recipe),
  );
  if (environment !== null && (engine.backend !== environment.backend || engine.device !== environment.device)) {
    console.error(
      `So far this run was trained on ${environment.backend} (${printable(environment.device)}). Here it goes on well, but not bit for bit as it would have there.`,
    );
  }
  const plan = planOnDevices(prepared.plan, engine.backend);
  console.error(planLines(plan));
  return { ...prepared, plan, engine, folder: async () => folder };
}

async function beginTrace(folder: string, plan: Prepared["plan"], initial: StateDict) {
  const { devicesOf } = await import("../training/devices.ts");
  const { startTrace } = await import("../training/trace.ts");
  const { buildNetwork } = await import("../../shared/models/index.ts");
  const network = buildNetwork(plan.recipe.model, { classes: plan.data.classes.length });
  return startTrace(folder, { network, optimizer: plan.recipe.optimizer, devices: devicesOf(plan), initial });
}

function overridesOf({ set = [], name }: RunOptions): string[] {
  return name === undefined ? set : [...set, `name=${JSON.stringify(name)}`];
}
