import type { z } from "zod";
import type { OperationOptions } from "../../../shared/augmentations/index.ts";
import type { Language } from "../../../shared/language.ts";
import {
  type PreviewResult,
  type PreviewSample,
  previewLimits,
  type previewParams,
} from "../../../shared/protocol/preview.ts";
import type { Problem } from "../../../shared/recipe/problem.ts";
import type { Recipe } from "../../../shared/recipe/schema.ts";
import { epochOrder } from "../../../shared/sampling.ts";
import { drawSample } from "../../augment/preview/draw-sample.ts";
import type { Dataset, OpenedData } from "../../data/dataset.ts";
import { decodeImage } from "../../data/decode.ts";
import { BrokenImageError } from "../../data/decoded-image.ts";
import { openData } from "../../data/open.ts";
import { thumbnail } from "../../data/thumbnail.ts";
import { UserError } from "../../errors.ts";
import { problemOf, readSubmitted } from "./prepare-submission.ts";

export interface PreviewQuestion {
  params: z.output<typeof previewParams>;
  /** The data roots, real paths. */
  roots: readonly string[];
}

/** So long a data set that was opened is taken for what is on the disk. */
const openForMs = 60_000;

/** Draws previews one after the other, and keeps the data set of the last one open for the next. */
export class Previews {
  #opened: { key: string; at: number; data: OpenedData } | null = null;

  draw(question: PreviewQuestion): Promise<PreviewResult> {
    return previewHere(question, (data, roots) => this.#open(data, roots));
  }

  async #open(data: Recipe["data"], roots: readonly string[]): Promise<OpenedData> {
    const key = JSON.stringify([data, roots]);
    const now = performance.now();
    if (this.#opened?.key === key && now - this.#opened.at < openForMs) return this.#opened.data;
    this.#opened = null;
    const opened = await openHere(data, roots);
    this.#opened = { key, at: now, data: opened };
    return opened;
  }
}

const openHere = (data: Recipe["data"], roots: readonly string[]) => openData(data, "/", { roots });

/** What a recipe that came over the network makes of images of this machine's data roots. */
export async function previewHere({ params, roots }: PreviewQuestion, open = openHere): Promise<PreviewResult> {
  const { recipe, problems } = readSubmitted(params.recipe, params.language);
  const seed = params.seed ?? recipe?.training.seed ?? 0;
  const none = { seed, images: 0, samples: [], broken: [], leftOut: 0 };
  if (recipe === null) return { ...none, problems };
  try {
    const data = await open(recipe.data, roots);
    const dataset = data[params.split];
    const images = dataset.length;
    const chosen = choose(params, images, seed);
    const beyond = chosen.find(({ index }) => index >= images);
    if (beyond !== undefined)
      return { ...none, images, problems: [...problems, noSuchImage(beyond.index, images, params.language)] };
    return { ...none, images, problems, ...(await drawAll({ params, recipe, dataset, chosen, seed })) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...none, problems: [...problems, problemOf(error, params.language)] };
  }
}

interface Chosen {
  index: number;
  epoch: number;
}

/** The images that were asked for; one that comes again is drawn as in the next epoch. */
function choose({ indices, count, epoch }: PreviewQuestion["params"], images: number, seed: number): Chosen[] {
  if (indices === undefined) {
    return Array.from(epochOrder(seed, epoch, images).subarray(0, count), (index) => ({ index, epoch }));
  }
  return indices.map((index, position) => {
    const earlier = indices.slice(0, position).filter((one) => one === index).length;
    return { index, epoch: (epoch + earlier) % 2 ** 32 };
  });
}

interface Drawing {
  params: PreviewQuestion["params"];
  recipe: Recipe;
  dataset: Dataset;
  chosen: readonly Chosen[];
  seed: number;
}

async function drawAll({ params, recipe, dataset, chosen, seed }: Drawing) {
  const drawn: Pick<PreviewResult, "samples" | "broken" | "leftOut"> = { samples: [], broken: [], leftOut: 0 };
  const ops = recipe.augmentation[params.split];
  let bytes = 0;
  for (const [position, one] of chosen.entries()) {
    try {
      const sample = await draw(dataset, one, { recipe, ops, seed, params });
      bytes += JSON.stringify(sample).length;
      if (bytes > previewLimits.answerBytes) return { ...drawn, leftOut: chosen.length - position };
      drawn.samples.push(sample);
    } catch (error) {
      if (!(error instanceof BrokenImageError)) throw error;
      drawn.broken.push({ index: one.index, name: dataset.name(one.index), reason: error.message });
    }
  }
  return drawn;
}

async function draw(
  dataset: Dataset,
  { index, epoch }: Chosen,
  { recipe, ops, seed, params }: Omit<Drawing, "dataset" | "chosen"> & { ops: readonly OperationOptions[] },
): Promise<PreviewSample> {
  const { steps, side } = params;
  const image = await decodeImage(dataset.source(index), recipe.data);
  return {
    index,
    epoch,
    name: dataset.name(index),
    class: dataset.classes[dataset.label(index)]!,
    size: { width: image.width, height: image.height },
    original: await thumbnail(image, side),
    ...(await drawSample(image, ops, { seed, epoch, index }, { steps, side })),
  };
}

function noSuchImage(index: number, images: number, language: Language): Problem {
  const en = `Image ${index} was asked for, and there are ${images} images here, numbered from 0. Ask for one of them.`;
  const ko = `이미지 ${index} 을(를) 요청했는데 이미지는 ${images}장이고 번호는 0부터입니다. 그중 하나를 요청하세요.`;
  return problemOf(new UserError("no-such-image", en, { text: { en, ko } }), language);
}
