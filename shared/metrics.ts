import { duration } from "./duration.ts";
import { type Language, type Text, verbatim } from "./language.ts";

/**
 * Every metric that a run or a machine can report: its stable key, and how people see it. The journal, charts, tables,
 * TensorBoard files and the Prometheus page all use this list; test/unit/shared/metrics.test.ts finds a name that is not
 * in it.
 */
export interface Metric {
  label: Text;
  /** Shown once, in a header or on an axis; "" where the value has none. */
  unit: Unit;
  /** Of the value as people read it, without the unit. */
  format: (value: number) => string;
  group: MetricGroup;
}

/** "%" for a share, 0 to 1; "GiB" for a number of bytes: `format` brings the value into the unit. */
export type Unit = "" | "%" | "GiB" | "images" | "images/s" | "°C" | "W";

/** Metrics of one group stand together: a section of TensorBoard or of the dashboard. */
export type MetricGroup = "train" | "validation" | "optimizer" | "speed" | "data" | "machine" | "progress";

/** What a value is multiplied by to be in its unit. */
const scales = { "": 1, "%": 100, GiB: 2 ** -30, images: 1, "images/s": 1, "°C": 1, W: 1 } satisfies Record<
  Unit,
  number
>;

/** Three digits. Where zeros would fill the place, a power of ten: "4.64e21". */
function significant(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  const plain = !Number.isFinite(value) || size === 0 || (size >= 1e-4 && size < 1e6);
  return plain ? String(rounded) : rounded.toExponential().replace("+", "");
}
const percent = (value: number) => (value * scales["%"]).toFixed(1);
const whole = (value: number) => Math.round(value).toLocaleString("en-US");
const gibibytes = (bytes: number) => (bytes * scales.GiB).toFixed(1);
const hundredths = (value: number) => value.toFixed(2);

export const metrics = {
  "train/loss": { label: { en: "Training loss", ko: "학습 손실" }, unit: "", format: significant, group: "train" },
  "train/top1": {
    label: { en: "Training top-1", ko: "학습 top-1 정확도" },
    unit: "%",
    format: percent,
    group: "train",
  },
  "train/top5": {
    label: { en: "Training top-5", ko: "학습 top-5 정확도" },
    unit: "%",
    format: percent,
    group: "train",
  },
  "validation/loss": {
    label: { en: "Validation loss", ko: "검증 손실" },
    unit: "",
    format: significant,
    group: "validation",
  },
  "validation/top1": {
    label: { en: "Validation top-1", ko: "검증 top-1 정확도" },
    unit: "%",
    format: percent,
    group: "validation",
  },
  "validation/top5": {
    label: { en: "Validation top-5", ko: "검증 top-5 정확도" },
    unit: "%",
    format: percent,
    group: "validation",
  },
  learningRate: { label: { en: "Learning rate", ko: "학습률" }, unit: "", format: significant, group: "optimizer" },
  batchSize: { label: { en: "Batch size", ko: "배치 크기" }, unit: "images", format: whole, group: "optimizer" },
  gradientNorm: {
    label: { en: "Gradient norm", ko: "그래디언트 노름" },
    unit: "",
    format: significant,
    group: "optimizer",
  },
  imagesPerSecond: { label: { en: "Throughput", ko: "처리량" }, unit: "images/s", format: whole, group: "speed" },
  /** Share of the step's time that was spent waiting for data, 0 to 1. */
  dataWait: { label: { en: "Data wait", ko: "데이터 대기" }, unit: "%", format: percent, group: "speed" },
  quarantinedImages: {
    label: { en: "Quarantined images", ko: "격리된 이미지" },
    unit: "images",
    format: whole,
    group: "data",
  },
  /** Share of all processors' time that was spent working since the sample before, 0 to 1. */
  "machine/processor": {
    label: { en: "Processor use", ko: "CPU 사용률" },
    unit: "%",
    format: percent,
    group: "machine",
  },
  /** Processes that ran or waited for a processor, mean of a minute; not on Windows. */
  "machine/load": { label: { en: "Load average", ko: "평균 부하" }, unit: "", format: hundredths, group: "machine" },
  /** Bytes that no other program could have now. */
  "machine/memoryUsed": {
    label: { en: "Memory used", ko: "사용 중인 메모리" },
    unit: "GiB",
    format: gibibytes,
    group: "machine",
  },
  "machine/memoryTotal": {
    label: { en: "Memory", ko: "전체 메모리" },
    unit: "GiB",
    format: gibibytes,
    group: "machine",
  },
  /** Resident bytes of the process that reports: in a run's journal the run's own, on the machine page the server's. */
  "machine/processMemory": {
    label: { en: "Memory of this process", ko: "이 프로세스의 메모리" },
    unit: "GiB",
    format: gibibytes,
    group: "machine",
  },
} satisfies Record<string, Metric>;

/** How far a run is: fields of its summary, kept up by each record of its journal. */
export const progressMetrics = {
  /** Steps done. */
  step: { label: { en: "Step", ko: "스텝" }, unit: "", format: whole, group: "progress" },
  /** Epochs completed. */
  epoch: { label: { en: "Epoch", ko: "에폭" }, unit: "", format: whole, group: "progress" },
  /** Seconds to the end of the training, estimated; people read them as a duration. */
  secondsLeft: {
    label: { en: "Time left", ko: "남은 시간" },
    unit: "",
    format: (seconds) => duration(seconds, "en"),
    group: "progress",
  },
} satisfies Record<string, Metric>;

/** Of each GPU: the key of GPU 0's temperature is "gpu0/temperature". */
export const gpuMetrics = {
  /** Share of the last sample period in which a kernel ran, 0 to 1. */
  use: { label: { en: "use", ko: "사용률" }, unit: "%", format: percent, group: "machine" },
  /** Bytes. */
  memoryUsed: {
    label: { en: "memory used", ko: "사용 중인 메모리" },
    unit: "GiB",
    format: gibibytes,
    group: "machine",
  },
  memoryTotal: { label: { en: "memory", ko: "전체 메모리" }, unit: "GiB", format: gibibytes, group: "machine" },
  temperature: { label: { en: "temperature", ko: "온도" }, unit: "°C", format: whole, group: "machine" },
  power: { label: { en: "power", ko: "전력" }, unit: "W", format: whole, group: "machine" },
} satisfies Record<string, Metric>;

export type GpuMetricName = keyof typeof gpuMetrics;
type GpuMetricKey = `gpu${number}/${GpuMetricName}`;
export type MetricName = keyof typeof metrics | GpuMetricKey;
/** What is reported at one moment. Keys that do not apply are absent. */
export type MetricValues = { [Name in keyof typeof metrics]?: number } & { [Name in GpuMetricKey]: number };

export const gpuMetric = (gpu: number, name: GpuMetricName): GpuMetricKey => `gpu${gpu}/${name}`;

/** The number and the metric in the key of a GPU's metric; null for every other key. */
export function parseGpuMetric(key: string): { gpu: number; name: GpuMetricName } | null {
  const [, gpu, name] = /^gpu(0|[1-9]\d{0,3})\/(\w+)$/.exec(key) ?? [];
  if (gpu === undefined || name === undefined || !Object.hasOwn(gpuMetrics, name)) return null;
  return { gpu: Number(gpu), name: name as GpuMetricName };
}

const unitTexts = {
  "": verbatim(""),
  "%": verbatim("%"),
  GiB: verbatim("GiB"),
  images: { en: "images", ko: "장" },
  "images/s": { en: "images/s", ko: "장/s" },
  "°C": verbatim("°C"),
  W: verbatim("W"),
} satisfies Record<Unit, Text>;

/** A metric in one language. */
export interface NamedMetric extends Pick<Metric, "format" | "group"> {
  label: string;
  unit: string;
  /** A value times this is in the unit. */
  scale: number;
}

/** How people see the metric with this key; undefined where the list has none. */
export function metricNamed(key: string, language: Language = "en"): NamedMetric | undefined {
  const ofGpu = parseGpuMetric(key);
  if (!ofGpu && !Object.hasOwn(metrics, key)) return undefined;
  const { label, unit, format, group }: Metric = ofGpu ? gpuMetrics[ofGpu.name] : metrics[key as keyof typeof metrics];
  return {
    label: ofGpu ? `GPU ${ofGpu.gpu} ${label[language]}` : label[language],
    unit: unitTexts[unit][language],
    scale: scales[unit],
    format,
    group,
  };
}
