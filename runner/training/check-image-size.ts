import type { Plan } from "../../shared/plan.ts";
import type { Dataset } from "../data/dataset.ts";
import { decodeImage } from "../data/decode.ts";
import { BrokenImageError } from "../data/decoded-image.ts";
import { UserError } from "../errors.ts";

/** Images that are looked at; the median of their shorter edges is what counts. */
const sampleSize = 15;
/** Enlarging a side so many times is a mistake, unless the recipe asks for it by name. */
const mistakenEnlargement = 4;

/**
 * Refuses a recipe that blows small images up, such as 224 pixels on images of 32: every step would take fifty times as
 * long and see no more. A pipeline that begins with `resize` or `resizeShorterEdge` says that it means it.
 */
export async function checkImageSize(dataset: Dataset, plan: Pick<Plan, "recipe" | "inputSize">): Promise<void> {
  const { recipe, inputSize } = plan;
  const first = recipe.augmentation.train[0]?.op;
  if (first === "resize" || first === "resizeShorterEdge") return;
  const edge = await medianShorterEdge(dataset, recipe.data);
  if (edge === null || inputSize < mistakenEnlargement * edge) return;
  const times = Math.round((inputSize / edge) ** 2);
  const en = `The training pipeline makes images of ${inputSize}×${inputSize} pixels, and the images in ${recipe.data.train} have a shorter edge of ${edge}: enlarging them costs about ${times} times the time and adds nothing to see. Set the sizes in augmentation.train and augmentation.validation to about ${edge} and take a network for such images ("extends": "small:baseline" does both for 32×32). Where enlarging is meant, begin both pipelines with {"op": "resizeShorterEdge", "size": ${inputSize}}.`;
  const ko = `학습 파이프라인은 ${inputSize}×${inputSize} 픽셀 이미지를 만드는데, ${recipe.data.train} 의 이미지는 짧은 변이 ${edge} 픽셀입니다. 확대하면 시간이 약 ${times}배 걸리고 새로 보이는 것은 없습니다. augmentation.train 과 augmentation.validation 의 크기를 ${edge} 정도로 맞추고 그런 이미지에 맞는 네트워크를 쓰세요(32×32 이미지는 "extends": "small:baseline" 이 둘 다 해 줍니다). 확대가 의도라면 두 파이프라인을 {"op": "resizeShorterEdge", "size": ${inputSize}} 로 시작하세요.`;
  throw new UserError("images-enlarged", en, { text: { en, ko } });
}

/** Pixels; null where none of the sampled images can be read, which the loader will say better. */
async function medianShorterEdge(dataset: Dataset, options: Plan["recipe"]["data"]): Promise<number | null> {
  const count = Math.min(sampleSize, dataset.length);
  const edges: number[] = [];
  for (let sample = 0; sample < count; sample++) {
    const source = dataset.source(Math.floor((sample * dataset.length) / count));
    try {
      const { width, height } = source.kind === "raw" ? source : await decodeImage(source, options);
      edges.push(Math.min(width, height));
    } catch (error) {
      if (!(error instanceof BrokenImageError)) throw error;
    }
  }
  return edges.sort((a, b) => a - b)[Math.floor(edges.length / 2)] ?? null;
}
