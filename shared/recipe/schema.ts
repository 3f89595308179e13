import { z } from "zod";
import { described, field } from "./field.ts";
import { augmentationSchema } from "./sections/augmentation.ts";
import { dataSchema } from "./sections/data.ts";
import { evaluationSchema } from "./sections/evaluation.ts";
import { learningRateSchema } from "./sections/learning-rate.ts";
import { lossSchema } from "./sections/loss.ts";
import { modelSchema } from "./sections/model.ts";
import { optimizerSchema } from "./sections/optimizer.ts";
import { trainingSchema } from "./sections/training.ts";
import { ours } from "./sources.ts";

/**
 * The whole recipe. Types, the JSON schema in schemas/, docs/recipe.md, hovers and completions are all made from it.
 * `extends` is resolved before this schema sees the recipe; it stays in the schema so that editors know it.
 */
export const recipeSchema = described(
  z.strictObject({
    $schema: field(z.string().optional(), {
      title: { en: "JSON schema", ko: "JSON 스키마" },
      text: {
        en: "The schema that an editor checks this file with. It means nothing to the training.",
        ko: "편집기가 이 파일을 검사할 때 쓰는 스키마입니다. 학습에는 영향을 주지 않습니다.",
      },
      source: ours,
    }),
    name: field(z.string().min(1).max(200).default("untitled"), {
      title: { en: "Name", ko: "이름" },
      text: {
        en: "What the run is called in lists, charts and folders.",
        ko: "목록, 차트, 폴더에 표시되는 실행의 이름입니다.",
      },
      source: ours,
    }),
    extends: field(z.string().min(1).optional(), {
      title: { en: "Extends", ko: "확장할 레시피" },
      text: {
        en: "A preset (`paper:baseline`, `paper:efficient`, `small:baseline`, `small:efficient`) or the path of another recipe, relative to this file. Objects are merged field by field; lists and plain values are replaced; an object of another `kind` replaces the former.",
        ko: "프리셋(`paper:baseline`, `paper:efficient`, `small:baseline`, `small:efficient`) 또는 이 파일을 기준으로 한 다른 레시피의 상대 경로입니다. 객체는 필드별로 병합되고, 목록과 단일 값은 교체됩니다. `kind` 값이 다른 객체는 이전 객체를 통째로 대신합니다.",
      },
      source: ours,
    }),
    data: dataSchema,
    model: modelSchema,
    augmentation: augmentationSchema,
    optimizer: optimizerSchema,
    learningRate: learningRateSchema,
    loss: lossSchema,
    training: trainingSchema,
    evaluation: evaluationSchema,
  }),
  {
    title: { en: "Recipe", ko: "레시피" },
    text: { en: "The training recipe of an image classifier.", ko: "이미지 분류기의 학습 레시피입니다." },
  },
);

/** A recipe with every default written out. */
export type Recipe = z.output<typeof recipeSchema>;
/** A recipe as a person writes it. */
export type RecipeInput = z.input<typeof recipeSchema>;
