import * as vscode from "vscode";
import { say } from "../language.ts";
import { commandId } from "../manifest/commands.ts";
import type { RunnerConnections } from "./connections.ts";
import { type KnownRunner, localRunnerId } from "./known-runner.ts";
import { runnerIcon, runnerSummary } from "./runner-row.ts";

type Item = vscode.QuickPickItem & { choose?: () => Promise<string | undefined> };

/** Lets the person choose a runner, start one or add one; resolves with its id, or undefined where they leave. */
export async function pickRunner(runners: RunnerConnections): Promise<string | undefined> {
  const known = runners.all;
  const running = known.some(({ kind, state }) => kind === "local" && state !== "idle");
  const rows = known
    .filter(({ kind, state }) => kind === "remote" || state !== "idle")
    .map((runner): Item => rowOf(runner, runners.selected?.id === runner.id));
  const start: Item = {
    label: `$(play) ${say({ en: "Start a runner on this machine", ko: "이 컴퓨터에서 러너 시작" })}`,
    choose: async () => (await runners.startLocal()).id,
  };
  const add: Item = {
    label: `$(add) ${say({ en: "Add a remote runner…", ko: "원격 러너 추가…" })}`,
    choose: async () => (await vscode.commands.executeCommand<string | undefined>(commandId("addRunner"))) ?? undefined,
  };
  const separator: Item = { label: "", kind: vscode.QuickPickItemKind.Separator };
  const chosen = await vscode.window.showQuickPick([...rows, separator, ...(running ? [] : [start]), add], {
    title: say({ en: "Runner for this workspace", ko: "이 작업 영역의 러너" }),
    placeHolder: say({ en: "Where runs of this workspace train", ko: "이 작업 영역의 실행을 학습할 곳" }),
    matchOnDescription: true,
  });
  return chosen?.choose?.();
}

/** Lets the person choose among the runners for a command; the only one there is chosen by itself. */
export async function pickKnown(
  runners: RunnerConnections,
  accepts: (runner: KnownRunner) => boolean = () => true,
): Promise<KnownRunner | undefined> {
  const known = runners.all.filter(accepts);
  if (known.length < 2) return known[0];
  const chosen = await vscode.window.showQuickPick(known.map((runner) => rowOf(runner, false)));
  return chosen && runners.get((await chosen.choose?.()) ?? localRunnerId);
}

function rowOf(runner: KnownRunner, picked: boolean): Item {
  return {
    label: `$(${runnerIcon(runner).id}) ${runner.name}${picked ? " $(check)" : ""}`,
    description: runnerSummary(runner, Date.now()),
    choose: () => Promise.resolve(runner.id),
  };
}
