import { randomBytes } from "node:crypto";
import { readFile, rm, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Plan } from "../../shared/plan.ts";
import { UserError } from "../errors.ts";
import { shellWord } from "../terminal/shell-word.ts";
import { commitFolder, makeFolder, replaceFile, syncFolder, writeSynced } from "./durable.ts";
import { errorCode, storageError } from "./storage-error.ts";

/**
 * A run on disk: `recipe.json` (as written), `plan.json` (as resolved), `journal.ndjson`, `checkpoints/<step>/` and
 * `lease.json`. The folder appears with its recipe and plan in it, or not at all.
 */
export interface RunFolder {
  id: string;
  /** Absolute. */
  path: string;
  recipe: string;
  plan: string;
  journal: string;
  checkpoints: string;
}

export function runFolder(path: string): RunFolder {
  const absolute = resolve(path);
  return {
    id: basename(absolute),
    path: absolute,
    recipe: join(absolute, "recipe.json"),
    plan: join(absolute, "plan.json"),
    journal: join(absolute, "journal.ndjson"),
    checkpoints: join(absolute, "checkpoints"),
  };
}

/** An id that sorts by time and can be read: "20260131-094500-resnet20-emoji-3f9a1c". The time is UTC. */
export function runId(name: string, time: Date, random: string): string {
  const stamp = time.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return [stamp, slug || "run", random].join("-");
}

/**
 * Creates the folder of a new run in `runs`. Throws a UserError where that cannot be written.
 * @param content `files` are further ones, by name
 */
export async function createRun(
  runs: string,
  content: { recipeText: string; plan: Plan; files?: Record<string, string> },
): Promise<RunFolder> {
  const id = runId(content.plan.recipe.name, new Date(), randomBytes(3).toString("hex"));
  const run = runFolder(join(runs, id));
  const draft = runFolder(join(runs, `.${id}.draft`));
  try {
    await makeFolder(draft.checkpoints);
    await writeSynced(draft.recipe, content.recipeText);
    await writeSynced(draft.plan, planText(content.plan));
    for (const [name, text] of Object.entries(content.files ?? {})) await writeSynced(join(draft.path, name), text);
    await syncFolder(draft.checkpoints);
    await commitFolder(draft.path, run.path);
  } catch (error) {
    // Clearing away may fail for the same reason; what a person has to hear is the first error.
    await rm(draft.path, { recursive: true, force: true }).catch(() => {});
    throw storageError(error, "The folder of the run", run.path, "or choose another place with --runs");
  }
  return run;
}

/** Finds a run by its path, or by its id in `runs`. */
export async function findRun(reference: string, runs: string): Promise<RunFolder> {
  for (const path of [reference, join(runs, reference)]) {
    const run = runFolder(path);
    if (await isRun(run)) return run;
  }
  throw new UserError(
    "no-such-run",
    `Expected the folder of a run, or its id in ${resolve(runs)}; ${reference} is neither (a run's folder has a plan.json). \`ls ${shellWord(runs)}\` lists the runs.`,
  );
}

export async function isRun(run: RunFolder): Promise<boolean> {
  try {
    return (await stat(run.plan)).isFile();
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
}

/** Replaces the plan of a run, for the owner of its lease. */
export async function writePlan(run: RunFolder, plan: Plan): Promise<void> {
  try {
    await replaceFile(run.plan, planText(plan));
  } catch (error) {
    throw storageError(error, "The plan of the run", run.plan, "then go on with --resume");
  }
}

const planText = (plan: Plan) => `${JSON.stringify(plan, null, 2)}\n`;

/** The plan of a run, as it was resolved when the run was created. */
export async function readPlan(run: RunFolder): Promise<Plan> {
  const text = await readFile(run.plan, "utf8");
  try {
    return JSON.parse(text) as Plan;
  } catch (error) {
    throw new UserError("plan-damaged", `${run.plan} is not JSON any more. Restore it from a backup.`, {
      cause: error,
    });
  }
}
