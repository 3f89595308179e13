import * as vscode from "vscode";
import { UserError } from "../../shared/user-error.ts";
import { say } from "../language.ts";
import { connectRunner, type DialTarget } from "./dial.ts";

/** What a test of a connection found out. */
export type Diagnosis = { ok: true; host: string; version: string; backend: string } | { ok: false; error: UserError };

/** Connects once, asks the runner what it is, and leaves. */
export async function testConnection(target: DialTarget): Promise<Diagnosis> {
  try {
    const client = await connectRunner(target);
    try {
      const { host, version, backend } = await client.request("describe", {});
      return { ok: true, host, version, backend };
    } finally {
      client.close();
    }
  } catch (error) {
    if (error instanceof UserError) return { ok: false, error };
    throw error;
  }
}

/** The same, while the window says so. */
export function testWithProgress(target: DialTarget): Thenable<Diagnosis> {
  const { url } = target.address;
  const title = say({ en: `Connecting to ${url}…`, ko: `${url} 에 연결하는 중…` });
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    testConnection(target),
  );
}

const onTheWay = new Set(["refused", "unreachable", "unknown-host", "closed", "no-connection", "not-a-runner"]);

/** What went wrong, for people. Where a proxy is set up it is named, because runners are connected to without it. */
export function explain(error: UserError): string {
  const text = say(error.text);
  const proxy = vscode.workspace.getConfiguration("http").get<string>("proxy") || process.env.HTTPS_PROXY || "";
  if (proxy === "" || !onTheWay.has(error.code)) return text;
  const note = say({
    en: "A proxy is set up here, and runners are connected to directly: where only the proxy leads there, take a tunnel (ssh -L).",
    ko: "이 환경에는 프록시가 설정되어 있지만 러너에는 직접 연결합니다. 프록시를 거쳐야만 닿을 수 있다면 터널(ssh -L)을 사용하세요.",
  });
  return `${text} ${note}`;
}
