import { readdir, realpath } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import type { Recipe } from "../../shared/recipe/schema.ts";
import type { DataFormat as FormatName } from "../../shared/recipe/sections/data.ts";
import { UserError } from "../errors.ts";
import { isInside } from "./containment.ts";
import type { Dataset, OpenedData } from "./dataset.ts";
import { shown, unreadable } from "./errors.ts";
import type { DataLocation } from "./formats/format.ts";
import { formats } from "./formats/index.ts";
import { holdOut, limitPerClass, subset } from "./subset.ts";

export interface OpenOptions {
  /**
   * The folders that a runner serves. Relative paths are looked up in them in turn, absolute ones must lie in one, and
   * links may lead anywhere in that one. Without roots, relative paths start at the recipe's folder, and what is read
   * must lie in the folder that the recipe names.
   */
  roots?: readonly string[];
}

/**
 * Opens what a recipe trains and validates on: the folder for validation, else the test files that the format brings,
 * else a share of every class of the training images. Every fault in the structure is a `UserError`.
 */
export async function openData(
  data: Recipe["data"],
  recipeFolder: string,
  options: OpenOptions = {},
): Promise<OpenedData> {
  const format = formats[data.format];
  if (data.train === null) {
    throw new UserError(
      "no-training-images",
      'The recipe names no training images: data.train is null. Write "data": {"train": "FOLDER"}, or call with --set data.train=FOLDER. `recipe-lab dataset fetch emoji` brings a small data set.',
    );
  }
  const location = await locate(data.train, "data.train", recipeFolder, options);
  const train = await format.openTrain(location);
  let kept = train;
  let validation: Dataset | undefined;
  if (data.validation !== null) {
    validation = await format.openValidation(await locate(data.validation, "data.validation", recipeFolder, options));
  } else {
    validation = await format.openOwnTest(location);
  }
  if (validation) {
    checkSameClasses(train, validation);
  } else {
    const split = holdOut(train, data.validationFraction, data.splitSeed);
    if (split.held.length === 0) {
      throw new UserError(
        "nothing-to-hold-out",
        `The recipe has no data.validation, so images of ${shown(location.folder)} are held out for it, which takes a class of at least two images; every class there has one. Add images, or name a folder in data.validation.`,
      );
    }
    kept = subset(train, split.kept);
    validation = subset(train, split.held);
  }
  if (data.limit !== null) kept = subset(kept, limitPerClass(kept, data.limit, data.splitSeed));
  return { train: kept, validation };
}

/** Opens one folder as training images; without `format`, the one that its files look like. */
export async function openFolder(
  folder: string,
  format: FormatName | undefined,
): Promise<{ dataset: Dataset; format: FormatName }> {
  const location = await locate(folder, "the data set", process.cwd(), {});
  const found = format ?? (await recogniseFormat(location.folder));
  return { dataset: await formats[found].openTrain(location), format: found };
}

/**
 * Opens one folder as training images, and for validation either another one or the test files that the format brings.
 * Without `format` it is the one that the files of the first folder look like.
 */
export async function openFolders(
  folder: string,
  format: FormatName | undefined,
  validationFolder: string | undefined,
): Promise<{ train: Dataset; validation: Dataset | undefined; format: FormatName }> {
  const location = await locate(folder, "the data set", process.cwd(), {});
  const found = format ?? (await recogniseFormat(location.folder));
  const { openTrain, openValidation, openOwnTest } = formats[found];
  const train = await openTrain(location);
  const validation =
    validationFolder === undefined
      ? await openOwnTest(location)
      : await openValidation(await locate(validationFolder, "the validation images", process.cwd(), {}));
  if (validation) checkSameClasses(train, validation);
  return { train, validation, format: found };
}

async function recogniseFormat(folder: string): Promise<FormatName> {
  const entries = await readdir(folder).catch((cause) => {
    throw unreadable("the data set", folder, cause);
  });
  const names = Object.keys(formats) as FormatName[];
  return names.find((name) => formats[name].recognises(entries)) ?? "imagefolder";
}

/** Where a path of a recipe leads: real paths, in the data roots where there are any. `field` names it in an error. */
export async function locate(path: string, field: string, base: string, { roots }: OpenOptions): Promise<DataLocation> {
  if (!roots) {
    const folder = resolve(base, path);
    const root = await realpath(folder).catch((cause) => {
      throw unreadable(`${field} (${shown(path)})`, folder, cause);
    });
    return { folder: root, root };
  }
  const asked = roots.map((root) => (isAbsolute(path) ? path : join(root, path)));
  for (const [k, folder] of asked.entries()) {
    const root = await realpath(roots[k]!).catch(() => undefined);
    const real = await realpath(folder).catch(() => undefined);
    if (root && real && isInside(real, root)) return { folder: real, root };
  }
  const list = roots.map(shown).join(", ");
  const en = `${field} is ${shown(path)}, and this runner reads data only in ${list || "no folder at all"}: there is no such folder in there. Give a path relative to one of these folders, or start the runner with --data FOLDER.`;
  const ko = `${field} 값은 ${shown(path)} 인데, 이 러너가 데이터를 읽는 폴더(${list || "없음"}) 안에는 그런 폴더가 없습니다. 이 폴더 중 하나에 대한 상대 경로를 쓰거나, 러너를 --data FOLDER 로 시작하세요.`;
  throw new UserError("data-not-in-roots", en, { text: { en, ko } });
}

function checkSameClasses(train: Dataset, validation: Dataset): void {
  const names = (list: readonly string[]) =>
    `${list.slice(0, 10).map(shown).join(", ")}${list.length > 10 ? ` and ${list.length - 10} more` : ""}`;
  const onlyTrain = train.classes.filter((name) => !validation.classes.includes(name));
  const onlyValidation = validation.classes.filter((name) => !train.classes.includes(name));
  const differences = [
    onlyTrain.length > 0 ? `only training has ${names(onlyTrain)}` : "",
    onlyValidation.length > 0 ? `only validation has ${names(onlyValidation)}` : "",
  ].filter((text) => text !== "");
  if (differences.length === 0 && train.classes.some((name, label) => name !== validation.classes[label])) {
    differences.push("the names are the same in another order");
  }
  if (differences.length === 0) return;
  const en = `Training and validation images need the same classes, but ${differences.join(", and ")} (${train.classes.length} and ${validation.classes.length} classes). Rename, add or remove class folders until the two agree.`;
  const ko = `학습 이미지와 검증 이미지의 클래스가 같아야 하는데 다릅니다(각각 ${train.classes.length}개와 ${validation.classes.length}개: ${differences.join(", ")}). 두 쪽이 같아지도록 클래스 폴더의 이름을 바꾸거나 더하거나 지우세요.`;
  throw new UserError("classes-differ", en, { text: { en, ko } });
}
