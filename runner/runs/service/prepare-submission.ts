import { realpath, stat } from "node:fs/promises";
import { totalmem } from "node:os";
import type { Language, Text } from "../../../shared/language.ts";
import type { Plan } from "../../../shared/plan.ts";
import { loadRecipe } from "../../../shared/recipe/load-recipe.ts";
import type { Problem } from "../../../shared/recipe/problem.ts";
import type { Recipe } from "../../../shared/recipe/schema.ts";
import { locate, openData } from "../../data/open.ts";
import { UserError } from "../../errors.ts";
import { dataFacts, planFor } from "../../plan/plan-for.ts";
import { checkImageSize } from "../../training/check-image-size.ts";
import { planOnDevices } from "../../training/devices.ts";
import type { PlanTarget } from "./plan-target.ts";

/** What a recipe that came over the network is called in its problems. */
const file = "recipe";

interface PlanOptions {
  language?: Language;
  /** What it would train on; null where that is not known. */
  target?: PlanTarget | null;
}

/**
 * What this machine would do with a recipe: the same checks as everywhere, then the data of this machine inside its data
 * roots, and what it trains on. The plan names data and weights by their real paths. A fault is a problem, and there is no
 * plan then.
 */
export async function planHere(
  submitted: unknown,
  roots: readonly string[],
  { language = "en", target = null }: PlanOptions = {},
): Promise<{ plan: Plan | null; problems: Problem[] }> {
  const { recipe, problems } = readSubmitted(submitted, language, target);
  if (recipe === null || problems.some(({ severity }) => severity === "error")) return { plan: null, problems };
  try {
    const located = await withRealPaths(recipe, roots);
    const data = await openData(located.data, "/", { roots });
    const plan = planFor(located, dataFacts(data));
    await checkImageSize(data.train, plan);
    if (target !== null) planOnDevices(plan, target.backend); // throws where it has not so many
    return { plan, problems: [...problems, ...memoryProblems(plan, target, language)] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { plan: null, problems: [...problems, problemOf(error, language)] };
  }
}

/** Checks a recipe that came over the network, apart from its data. */
export function readSubmitted(
  submitted: unknown,
  language: Language = "en",
  target: PlanTarget | null = null,
): { recipe: Recipe | null; problems: Problem[] } {
  const text = JSON.stringify(submitted) ?? "null";
  const readFile = (path: string): string => {
    throw new Error(
      `a runner reads no other recipe (${path}): the client merges what the recipe extends before it sends it`,
    );
  };
  if (target === null) return loadRecipe({ file, text, readFile, language });
  const loaded = loadRecipe({ file, text, readFile, language, capabilities: target });
  // What an editor warns of, as another runner may have it, this one cannot do.
  const problems = loaded.problems.map((problem) =>
    problem.code === "precision-unsupported" ? { ...problem, severity: "error" as const } : problem,
  );
  return { ...loaded, problems };
}

async function withRealPaths(recipe: Recipe, roots: readonly string[]): Promise<Recipe> {
  const real = async (path: string | null, field: string) =>
    path === null ? null : (await locate(path, field, "/", { roots })).folder;
  const { data, model } = recipe;
  const pretrained = await real(model.pretrained, "model.pretrained");
  if (pretrained !== null && !(await stat(pretrained)).isFile()) {
    throw new UserError(
      "weights-unreadable",
      `Expected a .safetensors file at model.pretrained; ${pretrained} is not a file. Check the path.`,
    );
  }
  return {
    ...recipe,
    data: {
      ...data,
      train: await real(data.train, "data.train"),
      validation: await real(data.validation, "data.validation"),
    },
    model: { ...model, pretrained },
  };
}

/** The part of the recipe that an error of the data is about, for who shows it there. */
const fieldOfError: Record<string, Problem["path"]> = {
  "images-enlarged": ["augmentation", "train"],
  "too-many-devices": ["training", "devices"],
  "weights-unreadable": ["model", "pretrained"],
};

/** An error of the data as a problem of the recipe. */
export const problemOf = ({ code, text }: UserError, language: Language): Problem => ({
  ...{ severity: "error", code, message: text[language], path: fieldOfError[code] ?? ["data"], file },
  ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
});

/** Training needs memory for the parameters and the activations; more than the device has will be refused or swapped. */
function memoryProblems({ memory }: Plan, target: PlanTarget | null, language: Language): Problem[] {
  const gpu = target?.gpu ?? null;
  const [needed, present] = [memory.totalBytes, gpu === null ? (target?.memoryBytes ?? totalmem()) : gpu.memoryBytes];
  if (present === null || needed <= present) return [];
  const gigabytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  const text: Text = {
    en: `training takes about ${gigabytes(needed)} GiB at this batch size, and ${gpu?.name ?? "this machine"} has ${gigabytes(present)} GiB. Take a smaller batch.`,
    ko: `이 배치 크기로 학습하려면 메모리가 약 ${gigabytes(needed)} GiB 필요한데 ${gpu?.name ?? "이 컴퓨터"}에는 ${gigabytes(present)} GiB가 있습니다. 배치를 줄이세요.`,
  };
  return [
    {
      ...{ severity: "warning", code: "memory-short", path: ["training", "batchSize"], file },
      ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
      message: text[language],
    },
  ];
}

/** The data roots of a runner as real paths. Throws a UserError where one is no folder. */
export async function realRoots(folders: readonly string[]): Promise<string[]> {
  return Promise.all(
    folders.map(async (folder) => {
      try {
        const root = await realpath(folder);
        if ((await stat(root)).isDirectory()) return root;
      } catch (error) {
        throw new UserError(
          "no-such-root",
          `The data root ${folder} cannot be opened: ${String(error)}. Check --data.`,
          {
            cause: error,
          },
        );
      }
      throw new UserError("no-such-root", `The data root ${folder} is not a folder. Check --data.`);
    }),
  );
}
