import { dirname } from "node:path";
import type { Plan } from "../../shared/plan.ts";
import type { Problem } from "../../shared/recipe/problem.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import type { OpenedData } from "../data/dataset.ts";
import { type OpenOptions, openData } from "../data/open.ts";
import { UserError } from "../errors.ts";
import { dataFacts, planFor } from "../plan/plan-for.ts";
import { usableRecipe } from "../recipe/load-recipe-file.ts";
import { readRecipeText } from "../recipe/read-recipe-text.ts";
import { lastRecords } from "../runs/journal-reader.ts";
import { findRun, type RunFolder, readPlan } from "../runs/run-folder.ts";
import { checkImageSize } from "./check-image-size.ts";
import { otherDevices } from "./devices.ts";

/**
 * Everything that can be refused is refused here, before a folder is made or a lease taken: a recipe with errors, data
 * that is missing or has changed, images that do not suit the recipe.
 */
export interface Prepared {
  plan: Plan;
  data: OpenedData;
  warnings: Problem[];
}

export async function prepareNewRun(
  file: string,
  overrides: readonly string[],
): Promise<Prepared & { recipeText: string }> {
  const { recipe, warnings } = usableRecipe(file, { overrides });
  const data = await openData(recipe.data, dirname(file));
  const plan = planFor(recipe, dataFacts(data));
  await checkImageSize(data.train, plan);
  return { plan, data, warnings, recipeText: readRecipeText(file) };
}

export interface ResumableRun extends Prepared {
  run: RunFolder;
  /** What the run was trained on so far; null where it did not get that far. */
  environment: { backend: string; device: string } | null;
  completed: boolean;
}

/**
 * A run that is there, to go on with.
 * @param written the recipe as the caller gives it again, if so; it must be the run's own
 * @param where the data roots of a runner
 */
export async function prepareResume(
  reference: string,
  runs: string,
  written: { file: string | null; overrides: readonly string[] },
  where: OpenOptions = {},
): Promise<ResumableRun> {
  const run = await findRun(reference, runs);
  const plan = await readPlan(run);
  refuseOtherRecipe(run, plan.recipe, { ...written, overrides: withoutDevices(run, plan, written.overrides) });
  const { environment, state } = await lastRecords(run.journal);
  const data = await openData(plan.recipe.data, run.path, where);
  const facts = dataFacts(data);
  if (JSON.stringify(facts) !== JSON.stringify(plan.data)) {
    throw new UserError(
      "data-changed",
      `The data of run ${run.id} has changed: it began with ${describe(plan.data)}, and now there are ${describe(facts)}. A resumed run must see the same images. Bring them back, or start a new run.`,
    );
  }
  return {
    run,
    plan,
    data,
    warnings: [],
    environment,
    completed: state?.state === "completed",
  };
}

function describe({ trainImages, validationImages, classes }: Plan["data"]): string {
  return `${trainImages} training and ${validationImages} validation images of ${classes.length} classes`;
}

/**
 * The overrides without `training.devices`, which may name the number of devices that the run has.
 * @throws UserError `other-devices` where it is another
 */
function withoutDevices(run: RunFolder, plan: Plan, overrides: readonly string[]): string[] {
  return overrides.filter((override) => {
    const [path, value] = override.split("=", 2);
    if (path?.trim() !== "training.devices") return true;
    if (value?.trim() !== String(plan.devices)) throw otherDevices(`Run ${run.id}`, plan.devices, value ?? "nothing");
    return false;
  });
}

function refuseOtherRecipe(
  run: RunFolder,
  own: Recipe,
  { file, overrides }: { file: string | null; overrides: readonly string[] },
): void {
  if (file === null && overrides.length === 0) return;
  const because =
    "A run has one recipe from its start to its end. Leave the recipe and --set away to go on, or start a new run.";
  if (file === null) {
    throw new UserError("other-recipe", `--set cannot change run ${run.id} (${overrides.join(", ")}). ${because}`);
  }
  const different = differences(own, usableRecipe(file, { overrides }).recipe);
  if (different.length === 0) return;
  throw new UserError(
    "other-recipe",
    `${file}${overrides.length > 0 ? " with --set" : ""} is not the recipe of run ${run.id}: ${different.slice(0, 5).join("; ")}${different.length > 5 ? `; and ${different.length - 5} more` : ""}. ${because}`,
  );
}

/** Fields in which two recipes differ, as "training.epochs is 5 in the run and 6 here". */
export function differences(run: unknown, here: unknown, path = ""): string[] {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (isObject(run) && isObject(here)) {
    const names = new Set([...Object.keys(run), ...Object.keys(here)]);
    if (path === "") for (const name of ["$schema", "extends"]) names.delete(name); // resolved, they say nothing more
    return [...names].flatMap((name) => differences(run[name], here[name], path === "" ? name : `${path}.${name}`));
  }
  const [before, now] = [JSON.stringify(run) ?? "absent", JSON.stringify(here) ?? "absent"];
  return before === now ? [] : [`${path} is ${before} in the run and ${now} here`];
}
