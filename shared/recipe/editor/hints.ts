import { findNodeAtLocation, type Node } from "jsonc-parser";
import type { Language, Text } from "../../language.ts";
import { buildNetwork } from "../../models/index.ts";
import { elementCount, stateEntries } from "../../models/state-entries.ts";
import { PlanError } from "../../plan/plan-error.ts";
import type { EpochRow } from "../../plan.ts";
import { epochRows, initialBatchSize, stepsInEpochs } from "../../schedules/epochs.ts";
import { peakLearningRate } from "../../schedules/learning-rate.ts";
import type { Recipe } from "../schema.ts";
import type { Path } from "../source/node.ts";
import { isSmallNet } from "../wisdom/input-size.ts";

/** What a value means, shown behind it. */
export interface Hint {
  offset: number;
  label: string;
  tooltip: string;
}

/** What is known of the data set; a hint that needs more is left out. */
export interface KnownData {
  trainImages?: number;
  classes?: number;
}

/** What the values in a text mean, each at the place in it that decides: in `tree`, not in its bases. */
export function hintsOf(tree: Node | undefined, recipe: Recipe, data: KnownData, language: Language): Hint[] {
  if (!tree) return [];
  const at = (paths: readonly Path[], text: Text, tooltip: Text): Hint[] => {
    const node = paths.map((path) => findNodeAtLocation(tree, [...path])).find((each) => each !== undefined);
    return node ? [{ offset: node.offset + node.length, label: text[language], tooltip: tooltip[language] }] : [];
  };
  return [...peak(recipe, at), ...steps(recipe, data, at), ...parameters(recipe, data, at)];
}

type At = (paths: readonly Path[], text: Text, tooltip: Text) => Hint[];

function peak(recipe: Recipe, at: At): Hint[] {
  const { initial, linearScaling } = recipe.learningRate;
  const batch = initialBatchSize(recipe.training);
  if (!linearScaling || batch === linearScaling.referenceBatchSize) return [];
  const rate = digits(peakLearningRate(recipe));
  const product = `${rate} = ${initial} × ${batch}/${linearScaling.referenceBatchSize}`;
  const places = [
    ["learningRate", "initial"],
    ["training", "batchSize", "initial"],
    ["training", "batchSize"],
    ["learningRate", "linearScaling", "referenceBatchSize"],
  ];
  return at(
    places,
    { en: `peak ${product}`, ko: `최대 ${product}` },
    {
      en: "The rate after warm-up: the initial rate times batch size / reference batch size (linear scaling, §3.1 of the paper).",
      ko: "워밍업 후의 학습률: 초기 학습률 × 배치 크기 / 기준 배치 크기 (선형 스케일링, 논문 §3.1).",
    },
  );
}

function steps({ training, learningRate, evaluation }: Recipe, { trainImages }: KnownData, at: At): Hint[] {
  if (trainImages === undefined) return [];
  const rows = rowsOf(training, trainImages);
  if (!rows) return [];
  const { decay, warmup } = learningRate;
  const images = whole(trainImages);
  const tooltip = {
    en: `With ${images} training images; batches of the last epoch may be larger than those of the first.`,
    ko: `학습 이미지 ${images}장 기준입니다. 배치 크기가 커지는 경우 에폭마다 스텝 수가 다를 수 있습니다.`,
  };
  const total = rows.at(-1)!;
  const all = whole(total.firstStep + total.steps - 1);
  const each = whole(rows[0]!.steps);
  const count = (path: Path, epochs: number | null): Hint[] => {
    if (epochs === null || epochs <= 0) return [];
    const number = whole(stepsInEpochs(rows, epochs));
    return at([path], { en: `${number} steps`, ko: `${number} 스텝` }, tooltip);
  };
  const ends = decay.kind === "step" ? decay.epochs.map((epochs) => whole(stepsInEpochs(rows, epochs))).join(", ") : "";
  return [
    ...at(
      [["training", "epochs"]],
      { en: `${all} steps, ${each} an epoch`, ko: `${all} 스텝, 에폭당 ${each}` },
      tooltip,
    ),
    ...count(["learningRate", "warmup", "epochs"], warmup.epochs),
    ...(ends ? at([["learningRate", "decay", "epochs"]], { en: `steps ${ends}`, ko: `스텝 ${ends}` }, tooltip) : []),
    ...count(["training", "checkpoint", "everyEpochs"], training.checkpoint.everyEpochs),
    ...count(["evaluation", "everyEpochs"], evaluation.everyEpochs),
  ];
}

function rowsOf(training: Recipe["training"], trainImages: number): EpochRow[] | undefined {
  try {
    return epochRows(training, trainImages);
  } catch (error) {
    // A batch that is larger than the data set: there are no steps to count.
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}

function parameters({ model }: Recipe, { classes: known }: KnownData, at: At): Hint[] {
  // Without the data set: the classes of ImageNet and CIFAR-10, for which the nets are made.
  const classes = known ?? (isSmallNet(model.architecture) ? 10 : 1000);
  const number = parameterCount(model, classes);
  const label = number < 1e6 ? whole(number) : `${(number / 1e6).toPrecision(3)} M`;
  return at(
    [
      ["model", "architecture"],
      ["model", "variant"],
    ],
    { en: `${label} parameters`, ko: `파라미터 ${label}개` },
    {
      en: `${whole(number)} weights are learned, with ${whole(classes)} classes.`,
      ko: `클래스 ${whole(classes)}개 기준으로 학습되는 가중치는 ${whole(number)}개입니다.`,
    },
  );
}

const counts = new Map<string, number>();

function parameterCount(model: Recipe["model"], classes: number): number {
  const key = `${model.architecture} ${model.variant} ${classes}`;
  const known = counts.get(key);
  if (known !== undefined) return known;
  const entries = stateEntries(buildNetwork(model, { classes })).filter(({ trainable }) => trainable);
  const number = entries.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  counts.set(key, number);
  return number;
}

function digits(value: number): number {
  return Number(value.toPrecision(4));
}

function whole(value: number): string {
  return value.toLocaleString("en-US");
}
