import { table } from "../../terminal/table.ts";
import type { Comparison, PipelineBenchReport } from "./bench-pipeline.ts";

/** The report for people. */
export function describePipelineBench({
  machine,
  images,
  rounds,
  notes,
  contenders,
  comparisons,
}: PipelineBenchReport): string {
  const { processor, threads, system, load, versions } = machine;
  const named = Object.entries(versions).map((entry) => entry.join(" "));
  const figures = table(
    [
      { title: "", value: (row) => row.name },
      { title: "images/s", value: (row) => row.imagesPerSecond.toFixed(0), align: "right" },
    ],
    contenders,
  );
  const ratios = table<Comparison>(
    [
      { title: "", value: (row) => row.name },
      { title: "ratio", value: (row) => row.ratio.toFixed(2), align: "right" },
      { title: "at least", value: (row) => String(row.atLeast ?? "–"), align: "right" },
      { title: "aim", value: (row) => String(row.aim ?? "–"), align: "right" },
    ],
    comparisons,
  );
  return [
    `${processor}, ${threads} threads, ${system}; load ${load.toFixed(1)} before; ${named.join(", ")}`,
    `${images}; medians of ${rounds} rounds in turn`,
    ...notes,
    "",
    figures,
    "",
    ratios,
  ].join("\n");
}
