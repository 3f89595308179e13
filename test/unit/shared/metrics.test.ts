import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { prometheusName } from "../../../runner/server/prometheus-name.ts";
import { gpuMetrics, metricNamed, metrics, parseGpuMetric, progressMetrics } from "../../../shared/metrics.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const every = [...Object.keys(metrics), ...Object.keys(gpuMetrics).map((name) => `gpu0/${name}`)];

test.each(every)("%s has a label, a unit and a format", (key) => {
  const metric = metricNamed(key)!;
  expect(metric.label).toMatch(/^[A-Z]/);
  expect(metric.unit).toBeTypeOf("string");
  for (const value of [0, 0.5, 1, 12345.678, 2 ** 35, -1]) expect(metric.format(value)).toMatch(/^-?[\d.,e+]+$/);
});

test("labels are distinct", () => {
  const labels = every.map((key) => metricNamed(key)!.label);
  expect(new Set(labels).size).toBe(labels.length);
});

test("formats bring a value into its unit", () => {
  expect(metrics["train/top1"].format(0.7531)).toBe("75.3");
  expect(metrics["machine/memoryUsed"].format(3 * 2 ** 30)).toBe("3.0");
  expect(gpuMetrics.power.format(251.7)).toBe("252");
  expect(metrics["train/loss"].format(0.123456)).toBe("0.123");
  expect(metrics["train/loss"].format(4.636e20)).toBe("4.64e20");
  expect(metrics.learningRate.format(0.0000155)).toBe("1.55e-5");
  expect(metrics["train/loss"].format(Number.NaN)).toBe("NaN");
});

test("keys of GPUs, and what only looks like one", () => {
  expect(parseGpuMetric("gpu12/use")).toEqual({ gpu: 12, name: "use" });
  expect(metricNamed("gpu12/use")?.label).toBe("GPU 12 use");
  for (const key of ["gpu/use", "gpu01/use", "gpu0/", "gpu0/other", "gpu0/constructor", "gpux/use", "gpu99999/use"]) {
    expect(metricNamed(key), key).toBeUndefined();
  }
  for (const key of ["", "constructor", "__proto__", "train", "train/loss "]) {
    expect(metricNamed(key), key).toBeUndefined();
  }
});

test("every key that the sources read from a record or a summary is in the list", () => {
  const read = /\b(?:values|latest)(?:\?\.|!)?\["([^"]+)"\]/g;
  const found = ["runner", "shared", "extension", "media"]
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        // In texts for people, values have other names.
        .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("l10n"))
        .flatMap((name) => [...readFileSync(join(root, folder, name), "utf8").matchAll(read)].map(([, key]) => key!)),
    );
  expect(found).toContain("validation/top1");
  expect(found.filter((key) => metricNamed(key) === undefined)).toEqual([]);
});

test("docs/metrics.md has every metric with its label, its unit and its name in Prometheus", () => {
  const rows = readFileSync(join(root, "docs/metrics.md"), "utf8").split("\n");
  const expected = [
    ...Object.entries(metrics).map(([key, metric]) => {
      const [subject, name] = metric.group === "machine" ? ["machine", key.replace("machine/", "")] : ["run", key];
      const exported =
        key === "machine/processMemory" ? "process_resident_memory_bytes" : prometheusName(subject!, name!, metric);
      return [key, metric.label.en, metric.unit, exported];
    }),
    ...Object.entries(gpuMetrics).map(([key, metric]) => [
      `gpuN/${key}`,
      `GPU N ${metric.label.en}`,
      metric.unit,
      prometheusName("gpu", key, metric),
    ]),
  ];
  const listed = rows
    .filter((row) => /^\| `[^|]*\|[^|]*\|[^|]*\| `/.test(row))
    .map((row) =>
      row
        .split("|")
        .slice(1, 5)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
  expect(listed).toEqual(expected);
});

test("how far a run is has labels and formats in the same list, and stands in docs/metrics.md", () => {
  const page = readFileSync(join(root, "docs/metrics.md"), "utf8");
  for (const [key, { label }] of Object.entries(progressMetrics))
    expect(page).toContain(`| \`${key}\` | ${label.en} |`);
  expect(progressMetrics.step.format(15_012)).toBe("15,012");
  expect(progressMetrics.secondsLeft.format(7_800)).toBe("2 h 10 min");
});
