/** Every metric that a run can report: its stable key, and how people see it. The journal, charts and tables use this list. */
export interface Metric {
  label: string;
  /** Shown once, in a header or on an axis; "" where the value has none. */
  unit: string;
  format: (value: number) => string;
}

const significant = (value: number) =>
  Number.isFinite(value) ? Number(value.toPrecision(3)).toString() : String(value);
const percent = (value: number) => (value * 100).toFixed(1);
const whole = (value: number) => Math.round(value).toLocaleString("en-US");

export const metrics = {
  "train/loss": { label: "Training loss", unit: "", format: significant },
  "train/top1": { label: "Training top-1", unit: "%", format: percent },
  "train/top5": { label: "Training top-5", unit: "%", format: percent },
  "validation/loss": { label: "Validation loss", unit: "", format: significant },
  "validation/top1": { label: "Validation top-1", unit: "%", format: percent },
  "validation/top5": { label: "Validation top-5", unit: "%", format: percent },
  learningRate: { label: "Learning rate", unit: "", format: significant },
  batchSize: { label: "Batch size", unit: "images", format: whole },
  imagesPerSecond: { label: "Throughput", unit: "images/s", format: whole },
  /** Share of the step's time that was spent waiting for data, 0 to 1. */
  dataWait: { label: "Data wait", unit: "%", format: percent },
  gradientNorm: { label: "Gradient norm", unit: "", format: significant },
  quarantinedImages: { label: "Quarantined images", unit: "images", format: whole },
} satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
