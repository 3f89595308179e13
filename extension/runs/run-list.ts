import type { Language, Text } from "../../shared/language.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import { isActive, stateNames } from "./run-row.ts";

/** A run and where it is. */
export interface RunOnRunner {
  /** Id and name of the runner. */
  runner: string;
  runnerName: string;
  run: RunSummary;
}

export const groupings = ["none", "runner", "recipe", "tag", "state"] as const;
export type Grouping = (typeof groupings)[number];

export const groupingNames = {
  none: { en: "No groups", ko: "그룹 없음" },
  runner: { en: "Runner", ko: "러너" },
  recipe: { en: "Recipe", ko: "레시피" },
  tag: { en: "Tag", ko: "태그" },
  state: { en: "State", ko: "상태" },
} as const satisfies Record<Grouping, Text>;

export interface RunGroup {
  /** Stable, so that the tree keeps what is unfolded. */
  key: string;
  title: string;
  runs: RunOnRunner[];
}

/** Running first, then what waits, then pinned, then the newest. */
export function inOrder(runs: readonly RunOnRunner[]): RunOnRunner[] {
  const rank = ({ run }: RunOnRunner) => (run.state === "running" ? 0 : isActive(run) ? 1 : run.pinned ? 2 : 3);
  return runs.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.run.queuePosition ?? 0) - (b.run.queuePosition ?? 0) ||
      b.run.createdAt - a.run.createdAt ||
      a.run.id.localeCompare(b.run.id),
  );
}

/** Every word of the filter has to be in the name, note, tags, state, id or runner. */
export function matches({ run, runnerName }: RunOnRunner, filter: string, language: Language): boolean {
  const text = [run.name, run.note, run.id, runnerName, run.state, stateNames[run.state][language], ...run.tags]
    .join("\n")
    .toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Groups in the order of their first run. A run with several tags stands in the group of each. */
export function grouped(runs: readonly RunOnRunner[], grouping: Grouping, language: Language): RunGroup[] {
  const groups = new Map<string, RunGroup>();
  for (const run of inOrder(runs)) {
    for (const title of titlesOf(run, grouping, language)) {
      const key = `${grouping}:${title}`;
      const group = groups.get(key) ?? { key, title, runs: [] };
      group.runs.push(run);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

function titlesOf({ run, runnerName }: RunOnRunner, grouping: Grouping, language: Language): string[] {
  switch (grouping) {
    case "none":
      return [""];
    case "runner":
      return [runnerName];
    case "recipe":
      return [run.name];
    case "state":
      return [stateNames[run.state][language]];
    case "tag":
      return run.tags.length > 0 ? [...new Set(run.tags)] : [{ en: "No tag", ko: "태그 없음" }[language]];
  }
}
