import { signal } from "@preact/signals";
import type { Language } from "../../shared/language.ts";
import { fill, type Message, type NamesOf } from "./message.ts";

/** What the pages of a recipe say: its schedule, its augmentations. A text that lacks a language does not compile. */
const texts = {
  learningRate: { en: "Learning rate", ko: "학습률" },
  batchSize: { en: "Batch size", ko: "배치 크기" },
  step: { en: "Step", ko: "스텝" },
  epoch: { en: "Epoch", ko: "에폭" },
  steps: { en: "Steps", ko: "스텝" },
  epochs: { en: "Epochs", ko: "에폭" },
  axis: { en: "Horizontal axis", ko: "가로축" },
  peak: { en: "peak {rate}", ko: "최대 {rate}" },
  warmup: { en: "warm-up", ko: "워밍업" },
  figurePeak: { en: "Peak rate", ko: "최대 학습률" },
  figureLast: { en: "Last rate", ko: "마지막 학습률" },
  figureSteps: { en: "Steps", ko: "스텝" },
  figureEpochs: { en: "Epochs", ko: "에폭" },
  figureWarmup: { en: "Warm-up", ko: "워밍업" },
  warmupValue: { en: "{epochs} epochs, {steps} steps", ko: "{epochs} 에폭, {steps} 스텝" },
  none: { en: "none", ko: "없음" },
  images: { en: "Training images", ko: "학습 이미지 수" },
  imagesAssumed: {
    en: "Assumed. Write how many your data set has, or preview the augmentations to have them counted.",
    ko: "가정한 값입니다. 실제 이미지 수를 입력하거나, 데이터 증강 미리보기를 실행하면 자동으로 셉니다.",
  },
  imagesKnown: { en: "Known for this recipe.", ko: "이 레시피에 대해 알려진 값입니다." },
  overlay: { en: "Lay another recipe over it…", ko: "다른 레시피와 함께 그리기…" },
  removeOverlay: { en: "Take {name} away", ko: "{name} 지우기" },
  resetZoom: { en: "Reset zoom", ko: "확대 초기화" },
  savePng: { en: "PNG", ko: "PNG" },
  saveSvg: { en: "SVG", ko: "SVG" },
  saveCsv: { en: "CSV", ko: "CSV" },
  saveAs: { en: "Save as", ko: "저장" },
  stale: {
    en: "This is the recipe as it was before this error: {problem}",
    ko: "아래는 다음 오류가 생기기 전의 레시피입니다: {problem}",
  },
  noSchedule: { en: "There is nothing to draw yet: {problem}", ko: "아직 그릴 수 없습니다: {problem}" },
  waiting: { en: "Waiting for the recipe…", ko: "레시피를 기다리는 중…" },
  chartLabel: {
    en: "{what} of {name} over {steps} steps. Left and right arrow keys read values.",
    ko: "{name}의 {what}, 총 {steps} 스텝. 왼쪽·오른쪽 화살표 키로 값을 읽을 수 있습니다.",
  },
  atCursor: { en: "step {step}, epoch {epoch}", ko: "{step} 스텝, {epoch} 에폭" },
  previewTitle: { en: "Augmentations of {name}", ko: "{name}의 데이터 증강" },
  split: { en: "Images", ko: "이미지" },
  train: { en: "Training", ko: "학습" },
  validation: { en: "Validation", ko: "검증" },
  count: { en: "Count", ko: "개수" },
  seed: { en: "Seed", ko: "시드" },
  seedOfRecipe: { en: "recipe's", ko: "레시피 값" },
  anotherSeed: { en: "Another seed", ko: "다른 시드" },
  otherImages: { en: "Other images", ko: "다른 이미지" },
  shownEpoch: { en: "Epoch", ko: "에폭" },
  eachStep: { en: "Show each operation", ko: "연산별로 보기" },
  loading: { en: "{runner} is reading images…", ko: "{runner}에서 이미지를 읽는 중…" },
  original: { en: "original", ko: "원본" },
  result: { en: "result", ko: "결과" },
  sampleAlt: { en: "{name}, class {class}, after {operation}", ko: "{name}, 클래스 {class}, {operation} 적용 후" },
  originalAlt: { en: "{name}, class {class}, as it is", ko: "{name}, 클래스 {class}, 원본" },
  noNumbers: { en: "Nothing is drawn: the operation is the same each time.", ko: "난수를 쓰지 않는 연산입니다." },
  showInRecipe: { en: "Show {operation} in the recipe", ko: "레시피에서 {operation} 보기" },
  madeBy: {
    en: {
      one: "{count} sample of {images} images, by {runner}, seed {seed}",
      other: "{count} samples of {images} images, by {runner}, seed {seed}",
    },
    ko: "{runner}, 이미지 {images}장 중 {count}장, 시드 {seed}",
  },
  empty: { en: "The data set has no images here.", ko: "데이터 세트에 이미지가 없습니다." },
  broken: { en: "Images that cannot be used", ko: "사용할 수 없는 이미지" },
  leftOut: {
    en: {
      one: "{count} more would be too much for one answer.",
      other: "{count} more would be too much for one answer.",
    },
    ko: "응답이 너무 커서 {count}장은 뺐습니다.",
  },
  startRunner: { en: "Start a runner on this machine", ko: "이 컴퓨터에서 러너 시작" },
  selectRunner: { en: "Choose a runner…", ko: "러너 선택…" },
  trust: { en: "Manage trust…", ko: "신뢰 관리…" },
  showProblems: { en: "Show the recipe", ko: "레시피 보기" },
  retry: { en: "Try again", ko: "다시 시도" },
} as const satisfies Record<string, Record<Language, Message>>;

type Key = keyof typeof texts;
type English<K extends Key> = (typeof texts)[K]["en"];
type Arguments<K extends Key> = [NamesOf<English<K>>] extends [never]
  ? []
  : [values: Record<NamesOf<English<K>>, string | number>];

/** Set with the first message of the editor. */
export const pageLanguage = signal<Language>("en");

export function say<K extends Key>(key: K, ...[values]: Arguments<K>): string {
  const text: Message = texts[key][pageLanguage.value];
  return fill(text, values ?? {}, pageLanguage.value);
}
