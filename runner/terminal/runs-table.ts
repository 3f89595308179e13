import { duration } from "../../shared/duration.ts";
import { metrics } from "../../shared/metrics.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import { printable } from "./style.ts";
import { table } from "./table.ts";

const longestName = 32;

/** Pinned runs first, then by the time of their creation, newest first. */
export function inListOrder(runs: readonly RunSummary[]): RunSummary[] {
  return runs.toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || b.createdAt - a.createdAt);
}

/** What `runs` prints: a row a run. */
export function runsTable(runs: readonly RunSummary[]): string {
  return table<RunSummary>(
    [
      { title: "run", value: ({ id }) => printable(id) },
      { title: "name", value: ({ name }) => shortened(printable(name)) },
      { title: "state", value: stateOf },
      { title: "epoch", value: ({ epoch, totalEpochs }) => `${epoch}/${totalEpochs}`, align: "right" },
      { title: "loss", value: ({ latest }) => latest["train/loss"]?.toFixed(3) ?? "–", align: "right" },
      {
        title: "best top-1 %",
        value: ({ best }) => (best ? metrics["validation/top1"].format(best.top1) : "–"),
        align: "right",
      },
      {
        title: "time left",
        value: ({ secondsLeft }) => (secondsLeft === null ? "–" : duration(secondsLeft)),
        align: "right",
      },
    ],
    runs,
  );
}

function stateOf({ state, queuePosition }: RunSummary): string {
  return queuePosition === null ? state : `${state} (${queuePosition})`;
}

function shortened(name: string): string {
  const characters = [...name];
  return characters.length > longestName ? `${characters.slice(0, longestName - 1).join("")}…` : name;
}
