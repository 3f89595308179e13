import * as vscode from "vscode";
import { UserError } from "../../shared/user-error.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import { say } from "../language.ts";
import { commandId } from "../manifest/commands.ts";
import { addRunner } from "./add-runner.ts";
import type { RunnerConnections } from "./connections.ts";
import { editRunner, removeRunner } from "./edit-runner.ts";
import type { KnownRunner } from "./known-runner.ts";
import { pickKnown } from "./select-runner.ts";
import { explain } from "./test-connection.ts";
import type { Tokens } from "./tokens.ts";

export type RunnerCommand =
  | "startLocalRunner"
  | "stopLocalRunner"
  | "addRunner"
  | "selectRunner"
  | "testRunner"
  | "reconnectRunner"
  | "editRunner"
  | "removeRunner";

const isRemote = ({ kind }: KnownRunner): boolean => kind === "remote";

/** What can be done with runners. A row of the view hands its id over; without one the person is asked which. */
export function runnerCommands(runners: RunnerConnections, tokens: Tokens): CommandHandlers<RunnerCommand> {
  const withRunner =
    (work: (runner: KnownRunner) => Promise<unknown>, accepts: (runner: KnownRunner) => boolean = () => true) =>
    async (argument: unknown): Promise<void> => {
      const given = typeof argument === "string" ? runners.get(argument) : undefined;
      const runner = given ?? (await pickKnown(runners, accepts));
      if (runner !== undefined && accepts(runner)) await work(runner);
    };
  return {
    startLocalRunner: async () => {
      const title = say({ en: "Starting the runner on this machine…", ko: "이 컴퓨터의 러너를 시작하는 중…" });
      const started = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
        runners.startLocal(),
      );
      if (runners.selected === undefined) await runners.setSelected(started.id);
      return started.id;
    },
    stopLocalRunner: () => runners.stopLocal(),
    addRunner: async (argument: unknown) => {
      const id = await addRunner(tokens, argument);
      if (id === undefined) return undefined;
      runners.wake();
      if (runners.selected === undefined && runners.get(id) !== undefined) await runners.setSelected(id);
      return id;
    },
    selectRunner: async (argument: unknown) => {
      if (typeof argument === "string" && runners.get(argument)) await runners.setSelected(argument);
      else await runners.select();
    },
    testRunner: withRunner((runner) => diagnose(runners, runner)),
    reconnectRunner: withRunner(async ({ id }) => runners.reconnect(id)),
    editRunner: withRunner((runner) => editRunner(runner, tokens), isRemote),
    removeRunner: withRunner((runner) => removeRunner(runner, tokens), isRemote),
  };
}

/** Connects anew, apart from the standing connection, and says what was tried, what came back and what to do. */
async function diagnose(runners: RunnerConnections, { id, name, kind }: KnownRunner): Promise<void> {
  try {
    const link = await runners.open(id);
    try {
      const { host, version, backend, devices } = await link.request("describe", {});
      const device = devices.map((one) => one.name).join(", ");
      runners.reconnect(id);
      void vscode.window.showInformationMessage(
        say({
          en: `${name} answers: Recipe Lab ${version} on ${host}, ${backend}, ${device}.`,
          ko: `${name} 이(가) 응답합니다: ${host} 의 Recipe Lab ${version}, ${backend}, ${device}.`,
        }),
      );
    } finally {
      link.close();
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const start = say({ en: "Start", ko: "시작" });
    const edit = say({ en: "Edit Runner…", ko: "러너 편집…" });
    const log = say({ en: "Show Log", ko: "로그 보기" });
    const chosen = await vscode.window.showErrorMessage(
      `${name}: ${explain(error)}`,
      ...(kind === "local" ? [start] : [edit]),
      log,
    );
    if (chosen === start) await vscode.commands.executeCommand(commandId("startLocalRunner"));
    if (chosen === edit) await vscode.commands.executeCommand(commandId("editRunner"), id);
    if (chosen === log) await vscode.commands.executeCommand(commandId("showLog"));
  }
}
