import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { ours } from "../recipe/sources.ts";

const seed = z.int().min(0).max(4294967295);

/** A study: one recipe in several variants, each with several seeds. `*.study.json`. */
export const studySchema = described(
  z.strictObject({
    $schema: field(z.string().optional(), {
      title: { en: "JSON schema", ko: "JSON 스키마" },
      text: {
        en: "The schema that an editor checks this file with.",
        ko: "편집기가 이 파일을 검사할 때 쓰는 스키마입니다.",
      },
      source: ours,
    }),
    name: field(z.string().min(1).max(200).default("untitled"), {
      title: { en: "Name", ko: "이름" },
      text: {
        en: "What the study is called in lists, tables and folders.",
        ko: "목록, 표, 폴더에 표시되는 연구의 이름입니다.",
      },
      source: ours,
    }),
    recipe: field(z.string().min(1), {
      title: { en: "Recipe", ko: "레시피" },
      text: {
        en: "The recipe that all variants begin with: a path relative to this file, or a preset.",
        ko: "모든 변형의 출발점이 되는 레시피입니다. 이 파일 기준의 경로 또는 프리셋을 씁니다.",
      },
      source: ours,
    }),
    seeds: field(z.array(seed).min(1).max(100).default([0]), {
      title: { en: "Seeds", ko: "시드" },
      text: {
        en: "Each variant is trained once with each of these values of `training.seed`. Several seeds tell a difference from chance.",
        ko: "변형마다 이 값들을 `training.seed`로 하여 한 번씩 학습합니다. 시드가 여럿이어야 차이가 우연인지 알 수 있습니다.",
      },
      source: ours,
    }),
    cumulative: field(z.boolean().default(false), {
      title: { en: "Cumulative", ko: "누적" },
      text: {
        en: "`true`: each variant keeps the changes of those before it, as an ablation table that adds one refinement after the other. `false`: each differs from the recipe alone.",
        ko: "`true`이면 각 변형이 앞 변형의 변경을 이어받습니다(개선을 하나씩 더하는 절제 연구 표). `false`이면 각 변형이 레시피와만 다릅니다.",
      },
      source: ours,
    }),
    variants: field(
      z
        .array(
          z.strictObject({
            name: field(z.string().min(1).max(200), {
              title: { en: "Name of the variant", ko: "변형의 이름" },
              text: { en: "Its row in the table: “+ warm-up”.", ko: "표에 표시되는 행 이름입니다. 예: ‘+ 워밍업’." },
              source: ours,
            }),
            set: field(z.record(z.string(), z.unknown()).default({}), {
              title: { en: "Changes", ko: "변경" },
              text: {
                en: 'Fields of the recipe by path, each with its value: `"learningRate.warmup.epochs": 5`. Left out: the recipe as it is.',
                ko: '레시피 필드의 경로와 값입니다. 예: `"learningRate.warmup.epochs": 5`. 생략하면 레시피 그대로입니다.',
              },
              source: ours,
            }),
          }),
        )
        .min(1)
        .max(100),
      {
        title: { en: "Variants", ko: "변형" },
        text: { en: "What is compared, in the order of the table.", ko: "비교할 변형을 표의 순서대로 씁니다." },
        source: ours,
      },
    ),
  }),
  {
    title: { en: "Study", ko: "연구" },
    text: {
      en: "An ablation study: which change of a recipe makes which difference.",
      ko: "절제 연구: 레시피의 어떤 변경이 어떤 차이를 내는지 비교합니다.",
    },
  },
);

/** A study with every default written out. */
export type Study = z.output<typeof studySchema>;
