import { table } from "../../terminal/table.ts";
import type { TrainBenchReport, TrainBenchResult } from "./bench-train.ts";
import type { ProfileRow } from "./profile.ts";

/** Rows of a profile that are worth a line. */
const PROFILE_ROWS = 25;

/** The report for people. */
export function describeTrainBench({ machine, rounds, notes, results }: TrainBenchReport): string {
  const { processor, threads, system, load, versions } = machine;
  const named = Object.entries(versions).map((entry) => entry.join(" "));
  const figures = table<TrainBenchResult>(
    [
      { title: "workload", value: (row) => row.name },
      { title: "threads", value: (row) => String(row.threads), align: "right" },
      { title: "images/s", value: (row) => row.imagesPerSecond.toFixed(1), align: "right" },
      { title: "PyTorch", value: (row) => row.peer?.imagesPerSecond.toFixed(1) ?? "–", align: "right" },
      { title: "ratio", value: (row) => row.peer?.ratio.toFixed(2) ?? "–", align: "right" },
      { title: "at least", value: (row) => String(row.atLeast), align: "right" },
      { title: "aim", value: (row) => String(row.aim), align: "right" },
      { title: "peak MiB", value: (row) => mebibytes(row.peakBytes), align: "right" },
      { title: "PyTorch", value: (row) => mebibytes(row.peer?.peakBytes ?? null), align: "right" },
    ],
    results,
  );
  return [
    `${processor}, ${threads} threads, ${system}; load ${load.toFixed(1)} before; ${named.join(", ")}`,
    `medians of ${rounds} rounds in turn`,
    ...notes,
    "",
    figures,
    ...results.flatMap((result) => (result.profile.length > 0 ? ["", describeProfile(result)] : [])),
  ].join("\n");
}

function describeProfile({ name, profile }: TrainBenchResult): string {
  const total = profile.reduce((sum, row) => sum + row.milliseconds, 0);
  return table<ProfileRow>(
    [
      { title: `${name}: ms a step`, value: (row) => row.milliseconds.toFixed(2), align: "right" },
      { title: "share", value: (row) => `${((100 * row.milliseconds) / total).toFixed(1)} %`, align: "right" },
      { title: "calls", value: (row) => row.calls.toFixed(0), align: "right" },
      { title: "kernel", value: (row) => row.kernel },
      { title: "shapes", value: (row) => row.shapes },
    ],
    profile.slice(0, PROFILE_ROWS),
  );
}

const mebibytes = (bytes: number | null) => (bytes === null ? "–" : (bytes / 2 ** 20).toFixed(0));
