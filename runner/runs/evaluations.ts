import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type EvaluationDetail, evaluationSchema } from "../../shared/protocol/evaluation.ts";
import { UserError } from "../errors.ts";
import { makeFolder, replaceFile } from "./durable.ts";
import type { RunFolder } from "./run-folder.ts";
import { errorCode } from "./storage-error.ts";

/**
 * `evaluations/<step>.json` in a run's folder: what each of the latest validations said of classes and images. The run's
 * process writes them, whole or not at all; anybody may read. The figures are in the journal too: who loses a file loses
 * detail only.
 */

/** The latest so many stay, and the best. */
const kept = 10;

const folderOf = (run: RunFolder) => join(run.path, "evaluations");
const fileOf = (run: RunFolder, step: number) => join(folderOf(run), `${step}.json`);

/** Steps that have one, latest first. */
export async function listEvaluations(run: RunFolder): Promise<number[]> {
  const names = await readdir(folderOf(run)).catch((error: unknown): string[] => {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  });
  return names
    .flatMap((name) => /^(\d{1,15})\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

/** Null where there is none. Throws a UserError where it is not what was written. */
export async function readEvaluation(run: RunFolder, step: number): Promise<EvaluationDetail | null> {
  const path = fileOf(run, step);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
  try {
    return evaluationSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError("evaluation-damaged", `${path} is damaged. Delete it; the next validation writes another.`, {
      exitCode: 1,
      cause,
    });
  }
}

/** @param best step of the best validation so far, which is kept */
export async function writeEvaluation(
  run: RunFolder,
  evaluation: EvaluationDetail,
  best: number | null,
): Promise<void> {
  await makeFolder(folderOf(run));
  await replaceFile(fileOf(run, evaluation.step), `${JSON.stringify(evaluation)}\n`);
  const old = (await listEvaluations(run)).slice(kept).filter((step) => step !== best);
  for (const step of old) await rm(fileOf(run, step), { force: true });
}

/** Removes what a former process found after `step`, from which the run goes on. */
export async function removeEvaluationsAfter(run: RunFolder, step: number): Promise<void> {
  for (const later of (await listEvaluations(run)).filter((one) => one > step)) {
    await rm(fileOf(run, later), { force: true });
  }
}
