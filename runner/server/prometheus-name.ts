import type { Metric, Unit } from "../../shared/metrics.ts";

/**
 * How the list of metrics is called in Prometheus (https://prometheus.io/docs/practices/naming/): a prefix of ours, snake
 * case, base units in the name. Values need no conversion: ours are shares and bytes.
 */
const suffixes: Record<Unit, string> = {
  "": "",
  "%": "_ratio",
  GiB: "_bytes",
  images: "",
  "images/s": "",
  "°C": "_celsius",
  W: "_watts",
};

/** @param subject what the value is of: "run", "machine" or "gpu" */
export function prometheusName(subject: string, name: string, { unit }: Pick<Metric, "unit">): string {
  const words = name.replaceAll("/", "_").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return `recipe_lab_${subject}_${words}${suffixes[unit]}`;
}
