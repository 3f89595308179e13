import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { RunRef } from "../../shared/dashboard/messages.ts";
import { accentsOf, colorOfId } from "../../shared/dashboard/run-colors.ts";
import { reasonText } from "../../shared/run-reasons.ts";
import { language, say } from "../language.ts";
import { commandId } from "../manifest/commands.ts";
import { viewId } from "../manifest/views.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import { runIcon } from "./run-icon.ts";
import {
  type Grouping,
  grouped,
  groupingNames,
  groupings,
  matches,
  type RunGroup,
  type RunOnRunner,
} from "./run-list.ts";
import { canPause, canResume, canStop, runDescription, shortened, stateNames } from "./run-row.ts";

interface RunRow {
  kind: "run";
  run: RunOnRunner;
}
interface GroupRow {
  kind: "group";
  group: RunGroup;
  rows: RunRow[];
}
type Row = GroupRow | RunRow;

const groupingKey = "recipeLab.runs.grouping";

/**
 * The view RUNS: the runs of every runner that answers, with live figures in the row. While the same runs stand in the same
 * order, only rows whose run has changed are drawn again: VS Code loses a click on a row while the whole tree is.
 */
export class RunsTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #runners: RunnerConnections;
  readonly #memory: vscode.Memento;
  readonly #view: vscode.TreeView<Row>;
  readonly #subscription: vscode.Disposable;
  #filter = "";
  /** By runner and run. */
  #accents: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map();
  #groups: GroupRow[] = [];

  constructor(runners: RunnerConnections, memory: vscode.Memento) {
    this.#runners = runners;
    this.#memory = memory;
    this.#view = vscode.window.createTreeView(viewId("runs"), {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#subscription = runners.onDidChange(() => this.#refresh());
    this.#refresh();
  }

  get #grouping(): Grouping {
    const stored = this.#memory.get(groupingKey);
    return groupings.find((grouping) => grouping === stored) ?? "none";
  }

  /** Every run that is known, unfiltered. */
  all(): RunOnRunner[] {
    return this.#runners.all.flatMap(({ id, name, runs }) =>
      runs.map((run) => ({ runner: id, runnerName: name, run })),
    );
  }

  find({ runner, run }: RunRef): RunOnRunner | undefined {
    return this.all().find((one) => one.runner === runner && one.run.id === run);
  }

  /** Those that are selected in the view. */
  get selection(): RunRef[] {
    return this.#view.selection.flatMap((row) => refsOf(row));
  }

  /** The same; where the whole tree is being drawn, in which VS Code knows no row, once it is. Empty after two seconds. */
  async selectionDrawn(): Promise<RunRef[]> {
    for (let waitedMs = 0; this.selection.length === 0 && waitedMs < 2_000; waitedMs += 50) await sleep(50);
    return this.selection;
  }

  async askForFilter(): Promise<void> {
    const filter = await vscode.window.showInputBox({
      title: vscode.l10n.t("Filter Runs"),
      ignoreFocusOut: true,
      prompt: vscode.l10n.t("Words in name, note, tag, state or runner. Empty shows all."),
      value: this.#filter,
    });
    if (filter === undefined) return;
    this.#filter = filter.trim();
    this.#refresh();
  }

  async askForGrouping(): Promise<void> {
    const items = groupings.map((grouping) => ({
      label: say(groupingNames[grouping]),
      grouping,
      ...(grouping === this.#grouping ? { description: vscode.l10n.t("now") } : {}),
    }));
    const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Group Runs by") });
    if (chosen === undefined) return;
    await this.#memory.update(groupingKey, chosen.grouping);
    this.#refresh();
  }

  getChildren(row?: Row): Row[] {
    if (row !== undefined) return row.kind === "group" ? row.rows : [];
    return this.#grouping === "none" ? this.#groups.flatMap(({ rows }) => rows) : this.#groups;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (row.kind === "group") return groupItem(row.group);
    const { runner, run } = row.run;
    const accent = this.#accents.get(runner)?.get(run.id) ?? colorOfId(run.id);
    return runItem(row.run, accent, this.#grouping, this.#runners);
  }

  #refresh(): void {
    const all = this.all();
    this.#accents = new Map(this.#runners.all.map(({ id, runs }) => [id, accentsOf(runs)]));
    const shown = all.filter((run) => matches(run, this.#filter, language()));
    this.#view.message =
      this.#filter === "" ? "" : vscode.l10n.t("Filter “{0}”: {1} of {2} runs", this.#filter, shown.length, all.length);
    const running = all.filter(({ run }) => run.state === "running").length;
    this.#view.badge =
      running === 0 ? undefined : { value: running, tooltip: vscode.l10n.t("{0} running", String(running)) };
    this.#draw(grouped(shown, this.#grouping, language()));
  }

  #draw(groups: RunGroup[]): void {
    if (outlineOf(groups) !== outlineOf(this.#groups.map(({ group }) => group))) {
      this.#groups = groups.map((group) => ({
        kind: "group",
        group,
        rows: group.runs.map((run) => ({ kind: "run", run })),
      }));
      this.#changed.fire(undefined);
      return;
    }
    const changed: Row[] = [];
    for (const [at, row] of this.#groups.entries()) {
      row.group = groups[at]!;
      for (const [index, one] of row.rows.entries()) {
        const now = row.group.runs[index]!;
        if (now.run !== one.run.run || now.runnerName !== one.run.runnerName) changed.push(one);
        one.run = now;
      }
    }
    if (changed.length > 0) this.#changed.fire(changed);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }
}

/** Which runs stand where. */
const outlineOf = (groups: readonly RunGroup[]): string =>
  JSON.stringify(groups.map(({ key, runs }) => [key, runs.map(({ runner, run }) => [runner, run.id])]));

/** The runs that a row of the tree stands for, in a form that commands take. */
export function refsOf(row: unknown): RunRef[] {
  const { kind, run, group } = (row ?? {}) as Partial<{ kind: string; run: RunOnRunner; group: RunGroup }>;
  if (kind === "run" && run) return [{ runner: run.runner, run: run.run.id }];
  if (kind === "group" && group) return group.runs.map((one) => ({ runner: one.runner, run: one.run.id }));
  return [];
}

function groupItem({ key, title, runs }: RunGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(shortened(title, 80), vscode.TreeItemCollapsibleState.Expanded);
  item.id = key;
  item.description = String(runs.length);
  item.contextValue = "group";
  return item;
}

function runItem(one: RunOnRunner, accent: string, grouping: Grouping, runners: RunnerConnections): vscode.TreeItem {
  const { run, runner, runnerName } = one;
  const words = runDescription(run, language());
  const item = new vscode.TreeItem(shortened(run.name, 80));
  // A run with two tags stands twice, and every row of a tree needs an id of its own; then VS Code makes one.
  if (grouping !== "tag") item.id = `${runner}\n${run.id}`;
  item.description = run.pinned ? `★ ${words}` : words;
  const svg = Buffer.from(runIcon(run.state, accent)).toString("base64");
  item.iconPath = vscode.Uri.parse(`data:image/svg+xml;base64,${svg}`);
  const state = say(stateNames[run.state]);
  const told = words.startsWith(state) ? words : `${state}, ${words}`;
  item.accessibilityInformation = { label: `${run.name}, ${told}, ${runnerName}` };
  item.tooltip = tooltip(one);
  const local = runners.all.find(({ id }) => id === runner)?.kind === "local";
  item.contextValue = [
    "run",
    run.pinned ? "pinned" : "unpinned",
    ...(canPause(run) ? ["pausable"] : []),
    ...(canResume(run) ? ["resumable"] : []),
    ...(canStop(run) ? ["stoppable"] : []),
    ...(local ? ["local"] : []),
  ].join(" ");
  // Without arguments: those VS Code keeps for a row that is drawn, and a click on one that is drawn anew meanwhile fails.
  item.command = { command: commandId("openSelectedRun"), title: vscode.l10n.t("Open Dashboard") };
  return item;
}

/** Plain text: names and notes of a run may come from anywhere. */
function tooltip({ run, runnerName }: RunOnRunner): string {
  const lines = [
    run.name,
    `${say(stateNames[run.state])}${run.reason === null ? "" : `: ${reasonText(run.reason, language())}`}`,
    vscode.l10n.t("on {0}", [runnerName, run.device ?? run.backend].filter(Boolean).join(", ")),
    vscode.l10n.t("step {0} of {1}", run.step.toLocaleString(), run.totalSteps.toLocaleString()),
    vscode.l10n.t("created {0}", new Date(run.createdAt).toLocaleString(vscode.env.language)),
    ...(run.tags.length === 0 ? [] : [run.tags.join(", ")]),
    ...(run.note === "" ? [] : ["", run.note]),
    "",
    run.id,
  ];
  return lines.map((line) => shortened(line, 1_000)).join("\n");
}
