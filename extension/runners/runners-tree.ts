import * as vscode from "vscode";
import { printable } from "../../shared/printable.ts";
import { say } from "../language.ts";
import { viewId } from "../manifest/views.ts";
import type { RunnerConnections } from "./connections.ts";
import type { KnownRunner } from "./known-runner.ts";
import { runnerIcon, runnerSummary, runnerTooltip } from "./runner-row.ts";

/** The view RUNNERS: a row a runner. While it is to be seen, the runners are kept connected. */
export class RunnersTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #runners: RunnerConnections;
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly #view: vscode.TreeView<string>;
  readonly #disposables: vscode.Disposable[];
  #clock: NodeJS.Timeout | null = null;

  constructor(runners: RunnerConnections) {
    this.#runners = runners;
    this.#view = vscode.window.createTreeView(viewId("runners"), { treeDataProvider: this });
    this.#disposables = [
      this.#changed,
      this.#view,
      this.#view.onDidChangeVisibility(() => this.#look()),
      runners.onDidChange((runner) => {
        this.#changed.fire(runner && runners.get(runner.id) === runner ? runner.id : undefined);
        this.#look();
      }),
    ];
    this.#look();
  }

  get onDidChangeTreeData(): vscode.Event<string | undefined> {
    return this.#changed.event;
  }

  getChildren(id?: string): string[] {
    return id === undefined ? this.#runners.all.map((runner) => runner.id) : [];
  }

  getTreeItem(id: string): vscode.TreeItem {
    const runner = this.#runners.get(id);
    if (runner === undefined) return new vscode.TreeItem(id);
    const item = new vscode.TreeItem(printable(runner.name, 100));
    const summary = runnerSummary(runner, Date.now());
    const chosen = this.#runners.selected?.id === id;
    item.id = id;
    item.description = chosen ? `${summary} · ${say({ en: "this workspace", ko: "이 작업 영역" })}` : summary;
    item.tooltip = runnerTooltip(runner);
    item.iconPath = runnerIcon(runner);
    item.contextValue = contextOf(runner);
    item.accessibilityInformation = { label: `${printable(runner.name, 100)}, ${item.description}` };
    return item;
  }

  #look(): void {
    const { visible } = this.#view;
    if (visible) this.#runners.wake();
    // Only a countdown needs a clock.
    if (!visible || this.#runners.all.every(({ retryAt }) => retryAt === null)) {
      this.#stopClock();
      return;
    }
    this.#clock ??= setInterval(() => {
      for (const { id, retryAt } of this.#runners.all) if (retryAt !== null) this.#changed.fire(id);
    }, 1_000);
  }

  #stopClock(): void {
    if (this.#clock !== null) clearInterval(this.#clock);
    this.#clock = null;
  }

  dispose(): void {
    this.#stopClock();
    for (const each of this.#disposables) each.dispose();
  }
}

/** "runner.remote.unreachable": what the manifest's menus look at. */
const contextOf = ({ kind, state }: KnownRunner): string => `runner.${kind}.${state}`;
