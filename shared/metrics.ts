/**
 * Every metric that a run or a machine can report: its stable key, and how people see it. The journal, charts, tables,
 * TensorBoard files and the Prometheus page all use this list; test/unit/shared/metrics.test.ts finds a name that is not
 * in it.
 */
export interface Metric {
  label: string;
  /** Shown once, in a header or on an axis; "" where the value has none. */
  unit: Unit;
  /** Of the value as people read it, without the unit. */
  format: (value: number) => string;
  group: MetricGroup;
}

/** "%" for a share, 0 to 1; "GiB" for a number of bytes: `format` brings the value into the unit. */
export type Unit = "" | "%" | "GiB" | "images" | "images/s" | "°C" | "W";

/** Metrics of one group stand together: a section of TensorBoard or of the dashboard. */
export type MetricGroup = "train" | "validation" | "optimizer" | "speed" | "data" | "machine";

const significant = (value: number) =>
  Number.isFinite(value) ? Number(value.toPrecision(3)).toString() : String(value);
const percent = (value: number) => (value * 100).toFixed(1);
const whole = (value: number) => Math.round(value).toLocaleString("en-US");
const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
const hundredths = (value: number) => value.toFixed(2);

export const metrics = {
  "train/loss": { label: "Training loss", unit: "", format: significant, group: "train" },
  "train/top1": { label: "Training top-1", unit: "%", format: percent, group: "train" },
  "train/top5": { label: "Training top-5", unit: "%", format: percent, group: "train" },
  "validation/loss": { label: "Validation loss", unit: "", format: significant, group: "validation" },
  "validation/top1": { label: "Validation top-1", unit: "%", format: percent, group: "validation" },
  "validation/top5": { label: "Validation top-5", unit: "%", format: percent, group: "validation" },
  learningRate: { label: "Learning rate", unit: "", format: significant, group: "optimizer" },
  batchSize: { label: "Batch size", unit: "images", format: whole, group: "optimizer" },
  gradientNorm: { label: "Gradient norm", unit: "", format: significant, group: "optimizer" },
  imagesPerSecond: { label: "Throughput", unit: "images/s", format: whole, group: "speed" },
  /** Share of the step's time that was spent waiting for data, 0 to 1. */
  dataWait: { label: "Data wait", unit: "%", format: percent, group: "speed" },
  quarantinedImages: { label: "Quarantined images", unit: "images", format: whole, group: "data" },
  /** Share of all processors' time that was spent working since the sample before, 0 to 1. */
  "machine/processor": { label: "Processor use", unit: "%", format: percent, group: "machine" },
  /** Processes that ran or waited for a processor, mean of a minute; not on Windows. */
  "machine/load": { label: "Load average", unit: "", format: hundredths, group: "machine" },
  /** Bytes that no other program could have now. */
  "machine/memoryUsed": { label: "Memory used", unit: "GiB", format: gibibytes, group: "machine" },
  "machine/memoryTotal": { label: "Memory", unit: "GiB", format: gibibytes, group: "machine" },
  /** Resident bytes of the process that reports: in a run's journal the run's own, on the machine page the server's. */
  "machine/processMemory": { label: "Memory of this process", unit: "GiB", format: gibibytes, group: "machine" },
} satisfies Record<string, Metric>;

/** Of each GPU: the key of GPU 0's temperature is "gpu0/temperature". */
export const gpuMetrics = {
  /** Share of the last sample period in which a kernel ran, 0 to 1. */
  use: { label: "use", unit: "%", format: percent, group: "machine" },
  /** Bytes. */
  memoryUsed: { label: "memory used", unit: "GiB", format: gibibytes, group: "machine" },
  memoryTotal: { label: "memory", unit: "GiB", format: gibibytes, group: "machine" },
  temperature: { label: "temperature", unit: "°C", format: whole, group: "machine" },
  power: { label: "power", unit: "W", format: whole, group: "machine" },
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

/** How people see the metric with this key; undefined where the list has none. */
export function metricNamed(key: string): Metric | undefined {
  if (Object.hasOwn(metrics, key)) return metrics[key as keyof typeof metrics];
  const ofGpu = parseGpuMetric(key);
  if (ofGpu === null) return undefined;
  const metric = gpuMetrics[ofGpu.name];
  return { ...metric, label: `GPU ${ofGpu.gpu} ${metric.label}` };
}
