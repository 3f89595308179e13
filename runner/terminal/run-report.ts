import { count } from "../../shared/count.ts";
import type { Plan } from "../../shared/plan.ts";
import type { RunFolder } from "../runs/run-folder.ts";
import { devicesLine } from "../training/devices.ts";
import type { Outcome } from "../training/loop.ts";
import { readPast } from "../training/past.ts";
import { epochTable } from "./epoch-table.ts";
import { programName } from "./program-name.ts";
import { shellWord } from "./shell-word.ts";

/** What `run` says before it trains. */
export function planLines(plan: Plan): string {
  const devices = devicesLine(plan);
  return [trainingLines(plan), ...(devices === null ? [] : [devices])].join("\n");
}

/** The same without the devices, which only the machine that trains can count. */
export function trainingLines({
  data,
  recipe,
  epochs,
  totalSteps,
  inputSize,
  parameters,
  peakLearningRate,
}: Plan): string {
  const whole = (value: number) => value.toLocaleString("en-US");
  return [
    `data     ${whole(data.trainImages)} training and ${whole(data.validationImages)} validation images, ${count(data.classes.length, "class", "classes")}`,
    `plan     ${recipe.model.architecture} at ${inputSize}×${inputSize}, ${whole(parameters)} parameters; ${count(epochs.length, "epoch")}, ${count(totalSteps, "step")} of ${count(epochs[0]!.batchSize, "image")}, peak rate ${Number(peakLearningRate.toPrecision(4))}`,
  ].join("\n");
}

/** What `run` says when it is over: the table and what to do next on stderr, the result on stdout. */
export async function reportRun(
  folder: RunFolder,
  plan: Plan,
  outcome: Outcome,
  { json }: { json: boolean },
): Promise<void> {
  const { state, reason, step } = outcome;
  const epochs = (await readPast(folder.journal)).epochs.rows();
  if (epochs.length > 0) console.error(`\n${epochTable(epochs)}\n`);
  console.error(
    state === "completed"
      ? `Evaluate it: ${programName()} evaluate ${shellWord(folder.path)}`
      : `${state === "stopped" ? "Stopped" : "Interrupted"} after step ${step} of ${plan.totalSteps} (${reason}). Go on: ${programName()} run --resume ${shellWord(folder.path)}`,
  );
  if (json) {
    const result = { folder: folder.path, id: folder.id, state, reason, step, totalSteps: plan.totalSteps, epochs };
    console.log(JSON.stringify(result, null, 2));
  } else console.log(folder.path);
}
