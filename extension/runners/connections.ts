import type * as vscode from "vscode";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { KnownRunner } from "./known-runner.ts";

/**
 * The runners that the editor knows and its connections to them: one that stands for each, and others for those who ask.
 * Nothing is contacted before somebody asks (a visible view, a command), and never in a workspace that is not trusted.
 */
export interface RunnerConnections extends vscode.Disposable {
  readonly all: readonly KnownRunner[];
  /** Something about these runners has changed, or the list itself: then `undefined`. */
  readonly onDidChange: vscode.Event<KnownRunner | undefined>;
  get(id: string): KnownRunner | undefined;
  /** Begins to connect to every runner and keeps the connections up. */
  wake(): void;
  /** The standing connection; null while there is none. */
  link(id: string): RunnerLink | null;
  /** The standing connection, when it is there. Rejects with what keeps it from being there. */
  connected(id: string): Promise<RunnerLink>;
  /** A connection of its own, for a page; the caller closes it. Rejects with a UserError. */
  open(id: string): Promise<RunnerLink>;
  /** Tries again now. */
  reconnect(id: string): void;
  /** Finds the runner on this machine or starts it; resolves when it answers. */
  startLocal(): Promise<KnownRunner>;
  /** Asks where runs are active; resolves with whether it was stopped. */
  stopLocal(): Promise<boolean>;
  /** The runner that this workspace trains on, where it was chosen and still is there. */
  readonly selected: KnownRunner | undefined;
  /** Lets the person choose from all runners, "start one here" and "add one"; undefined where they leave. */
  select(): Promise<KnownRunner | undefined>;
  /** Remembers a runner for this workspace without asking. */
  setSelected(id: string): Promise<void>;
}
