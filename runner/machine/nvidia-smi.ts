import { execFile } from "node:child_process";
import { type GpuMetricName, gpuMetric, type MetricValues } from "../../shared/metrics.ts";

/**
 * What NVIDIA's driver says of its GPUs, through the program that comes with it. Fields that a GPU does not have (the use
 * of one that is partitioned, the power of a laptop's) are "[N/A]" or the like, and left out.
 */
export interface Gpu {
  /** As nvidia-smi counts. */
  index: number;
  name: string;
  /** Keeps its meaning when GPUs are taken out or put in. */
  uuid: string;
  figures: Partial<Record<GpuMetricName, number>>;
}

const mebibyte = 2 ** 20;

/** Fields of the query, in order, and how a figure comes into the unit of its metric. */
const figureFields: readonly [field: string, name: GpuMetricName, factor: number][] = [
  ["utilization.gpu", "use", 0.01],
  ["memory.used", "memoryUsed", mebibyte],
  ["memory.total", "memoryTotal", mebibyte],
  ["temperature.gpu", "temperature", 1],
  ["power.draw", "power", 1],
];

export const nvidiaSmiArguments: readonly string[] = [
  `--query-gpu=${["index", "uuid", "name", ...figureFields.map(([field]) => field)].join(",")}`,
  "--format=csv,noheader,nounits",
];

/** Throws where a line is not what the query asks for. */
export function parseGpus(csv: string): Gpu[] {
  return csv
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(parseGpu);
}

function parseGpu(line: string): Gpu {
  const fields = line.split(",").map((field) => field.trim());
  const [index, uuid] = fields;
  // A product's name is the one field that could have a comma.
  const name = fields.slice(2, fields.length - figureFields.length).join(", ");
  const figures = fields.slice(-figureFields.length);
  if (index === undefined || !/^\d+$/.test(index) || fields.length < 3 + figureFields.length) {
    throw new Error(`nvidia-smi printed ${JSON.stringify(line.slice(0, 200))} where a line of a GPU was expected`);
  }
  const known = figureFields.flatMap(([, metric, factor], position): [GpuMetricName, number][] => {
    const text = figures[position]!;
    return /^-?\d+(\.\d+)?$/.test(text) ? [[metric, Number(text) * factor]] : [];
  });
  return { index: Number(index), uuid: uuid!, name, figures: Object.fromEntries(known) };
}

export interface NvidiaSmiOptions {
  command?: string;
  timeLimitMs?: number;
}

/**
 * Asks once. Resolves with null where there is no nvidia-smi; rejects where it fails, prints something else or takes
 * longer than the time limit: it hangs when the driver does.
 */
export function readGpus({
  command = "nvidia-smi",
  timeLimitMs = 5_000,
}: NvidiaSmiOptions = {}): Promise<Gpu[] | null> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, nvidiaSmiArguments, { maxBuffer: mebibyte, windowsHide: true }, (error, stdout) => {
      clearTimeout(limit);
      if (error?.code === "ENOENT") return resolve(null);
      if (error) return reject(new Error(`nvidia-smi failed: ${firstLine(stdout) || firstLine(error.message)}`));
      try {
        resolve(parseGpus(stdout));
      } catch (problem) {
        reject(problem);
      }
    });
    const limit = setTimeout(() => {
      // A process that hangs in the driver may not even die: do not wait for its end, nor keep ours for it.
      child.kill("SIGKILL");
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
      reject(new Error(`nvidia-smi did not answer within ${timeLimitMs / 1000} s`));
    }, timeLimitMs);
  });
}

const firstLine = (text: string) =>
  text
    .split("\n")
    .find((line) => line.trim() !== "")
    ?.slice(0, 200) ?? "";

export function gpuValues(gpus: readonly Gpu[]): MetricValues {
  return Object.fromEntries(
    gpus.flatMap(({ index, figures }) =>
      Object.entries(figures).map(([name, value]) => [gpuMetric(index, name as GpuMetricName), value]),
    ),
  );
}
