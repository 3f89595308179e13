import * as vscode from "vscode";
import type { RunRef } from "../../shared/dashboard/messages.ts";
import { language } from "../language.ts";
import { commandId } from "../manifest/commands.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import type { RunOnRunner } from "./run-list.ts";
import { endText, isActive } from "./run-row.ts";
import type { RunsTree } from "./runs-tree.ts";

const storageKey = "recipeLab.watchedRuns";
const maximumWatched = 200;

/**
 * Runs whose end is told in a notification: those that were started from this editor. They are remembered, so that a run
 * that ended while no window was open is told of when one is.
 */
export class WatchedRuns implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #tree: RunsTree;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscription: vscode.Disposable;
  readonly #told = new Set<string>();

  constructor(runners: RunnerConnections, tree: RunsTree, memory: vscode.Memento, log: vscode.LogOutputChannel) {
    this.#memory = memory;
    this.#tree = tree;
    this.#log = log;
    this.#subscription = runners.onDidChange(() => this.#look());
  }

  async add(ref: RunRef): Promise<void> {
    this.#told.delete(keyOf(ref));
    const others = this.refs.filter((one) => keyOf(one) !== keyOf(ref));
    await this.#memory.update(storageKey, [...others, ref].slice(-maximumWatched));
  }

  get refs(): RunRef[] {
    return this.#memory.get<RunRef[]>(storageKey, []);
  }

  #look(): void {
    const ended = this.refs.flatMap((ref) => {
      const found = this.#tree.find(ref);
      // What was paused or interrupted goes on some time; only an end is told.
      const isOver = found && ["completed", "failed", "stopped"].includes(found.run.state) && !isActive(found.run);
      return isOver && !this.#told.has(keyOf(ref)) ? [found] : [];
    });
    if (ended.length === 0) return;
    for (const one of ended) this.#told.add(keyOf({ runner: one.runner, run: one.run.id }));
    const left = this.refs.filter((ref) => !this.#told.has(keyOf(ref)));
    void Promise.resolve(this.#memory.update(storageKey, left)).catch((error: unknown) =>
      this.#log.error(String(error)),
    );
    for (const one of ended) void this.#tell(one);
  }

  async #tell({ runner, run }: RunOnRunner): Promise<void> {
    this.#log.info(endText(run, "en"));
    // Whoever stopped a run knows.
    if (run.state === "stopped" || !vscode.workspace.getConfiguration("recipeLab").get("notifyWhenFinished", true))
      return;
    const open = vscode.l10n.t("Open");
    const compare = vscode.l10n.t("Compare with…");
    const evaluate = vscode.l10n.t("Confusion Matrix");
    const resume = vscode.l10n.t("Resume from Checkpoint…");
    const text = endText(run, language());
    const ref: RunRef = { runner, run: run.id };
    const chosen =
      run.state === "completed"
        ? await vscode.window.showInformationMessage(text, open, compare, evaluate)
        : await vscode.window.showErrorMessage(text, open, resume);
    if (chosen === open) await vscode.commands.executeCommand(commandId("openDashboard"), ref);
    if (chosen === compare) await vscode.commands.executeCommand(commandId("compareRuns"), ref);
    if (chosen === evaluate) await vscode.commands.executeCommand(commandId("openDashboard"), ref, "confusion");
    if (chosen === resume) await vscode.commands.executeCommand(commandId("resumeFromCheckpoint"), ref);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

const keyOf = ({ runner, run }: RunRef): string => `${runner}\n${run}`;
