import assert from "node:assert/strict";
import { createServer } from "node:net";
import { afterEach, before, describe } from "mocha";
import * as vscode from "vscode";
import type { RunnerConnections } from "../../../extension/runners/connections.ts";
import type { KnownRunner } from "../../../extension/runners/known-runner.ts";
import { extension } from "./extension.ts";
import { eventually } from "./recipes.ts";
import { parts } from "./runs.ts";

/** Runners for suites: the real program on this machine, and listeners that keep whatever they are sent. */

export let runners: RunnerConnections;

/** A group of tests of runners: hooks of their own, because those at the root would run for every suite. */
export const group = (title: string, tests: () => void) =>
  describe(`runners: ${title}`, () => {
    before(async () => {
      ({ runners } = await parts());
    });
    afterEach(async () => {
      await setEntries(undefined);
      for (const listener of listeners.splice(0)) listener.close();
      if (runners.get("local")?.state === "connected") await runners.stopLocal();
    });
    tests();
  });

export const entries = (): unknown =>
  vscode.workspace.getConfiguration("recipeLab").inspect("runners")?.globalValue ?? [];
export const setEntries = (value: unknown[] | undefined) =>
  vscode.workspace.getConfiguration("recipeLab").update("runners", value, vscode.ConfigurationTarget.Global);

export const inState = (id: string, state: KnownRunner["state"], code?: string) =>
  eventually(`${id} to be ${state}`, () => {
    const known = runners.get(id);
    return known?.state === state && (code === undefined || known.code === code) ? known : undefined;
  });

interface Listener {
  url: string;
  received: () => string;
  connections: () => number;
  close: () => void;
}
const listeners: Listener[] = [];

/** Answers everything as a runner that refuses the token. */
export async function listen(): Promise<Listener> {
  const received: Buffer[] = [];
  let connections = 0;
  const body = '{"error":{"code":"token-wrong","message":"no"}}';
  const server = createServer((socket) => {
    connections += 1;
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      received.push(bytes);
      socket.end(
        `HTTP/1.1 401 Unauthorized\r\nServer: recipe-lab\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const listener = {
    url: `http://127.0.0.1:${port}`,
    received: () => Buffer.concat(received).toString("latin1"),
    connections: () => connections,
    close: () => void server.close(),
  };
  listeners.push(listener);
  return listener;
}

/** What the runner on this machine has written about itself. */
export async function runnerFile(): Promise<{ pid: number; url: string; tokenFile: string }> {
  const { runsFolder } = (await parts()).runners.get("local") ?? {};
  assert(runsFolder);
  const file = vscode.Uri.joinPath(vscode.Uri.file(runsFolder), "..", "runner", "runner.json");
  return JSON.parse(Buffer.from(await vscode.workspace.fs.readFile(file)).toString());
}

/** The runner on this machine under another name of its address: for the editor, a remote one. */
export async function localAsRemote(): Promise<{ url: string; token: string }> {
  await runners.startLocal();
  const { url, tokenFile } = await runnerFile();
  const token = Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.file(tokenFile)))
    .toString()
    .trim();
  return { url: url.replace("127.0.0.1", "localhost"), token };
}

const secretOf = (url: string) => `recipeLab.token ${url}`;
const secrets = () => (extension().exports as { secrets: vscode.SecretStorage }).secrets;

/** Gives the editor a token for an address, as Edit Runner does. */
export const setToken = (url: string, token: string) => secrets().store(secretOf(url), token);
export const tokenOf = (url: string) => secrets().get(secretOf(url));
