import * as vscode from "vscode";
import { gpuMetric } from "../../shared/metrics.ts";
import { printable } from "../../shared/printable.ts";
import { say } from "../language.ts";
import type { KnownRunner } from "./known-runner.ts";

/** How a runner shows in a row, whatever list it is in. */

const gib = 2 ** 30;

/** "wasm · 2 workers", "H100 · 71/80 GiB · 1 run", "unreachable, retry 12 s". @param now milliseconds since 1970 */
export function runnerSummary(runner: KnownRunner, now: number): string {
  switch (runner.state) {
    case "idle":
      return runner.kind === "local"
        ? say({ en: "not running", ko: "실행 중 아님" })
        : say({ en: "not connected", ko: "연결 안 됨" });
    case "connecting":
      return say({ en: "connecting…", ko: "연결 중…" });
    case "unreachable":
      return unreachable(runner, now);
    case "connected":
      return [...machineParts(runner), ...runParts(runner)].join(" · ");
  }
}

function unreachable({ retryAt, code }: KnownRunner, now: number): string {
  const what = say({ en: "unreachable", ko: "연결할 수 없음" });
  if (retryAt !== null) {
    const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
    return say({ en: `${what}, retry ${seconds} s`, ko: `${what}, ${seconds}초 후 재시도` });
  }
  const why = code === null ? undefined : shortReasons[code];
  return why === undefined ? what : `${what}: ${say(why)}`;
}

/** What only a person can put right, in two or three words. */
const shortReasons: Readonly<Record<string, { en: string; ko: string }>> = {
  "wrong-token": { en: "wrong token", ko: "잘못된 토큰" },
  "no-token": { en: "no token", ko: "토큰 없음" },
  "certificate-unknown": { en: "unknown certificate", ko: "알 수 없는 인증서" },
  "certificate-host": { en: "certificate for another name", ko: "다른 이름의 인증서" },
  "certificate-pin": { en: "another certificate", ko: "다른 인증서" },
  "certificate-expired": { en: "expired certificate", ko: "만료된 인증서" },
  "unsupported-version": { en: "another version", ko: "다른 버전" },
  "not-a-runner": { en: "not a runner", ko: "러너가 아님" },
  "not-tls": { en: "no TLS", ko: "TLS 아님" },
  unencrypted: { en: "not encrypted", ko: "암호화되지 않음" },
  "bad-address": { en: "bad address", ko: "잘못된 주소" },
  "bad-pin": { en: "bad fingerprint", ko: "잘못된 지문" },
};

function machineParts({ description, machine }: KnownRunner): string[] {
  if (description === null) return [];
  const gpus = description.devices.filter(({ id }) => id.startsWith("gpu"));
  const [gpu] = gpus;
  if (gpu === undefined) {
    const backend = description.backends.find(({ name }) => name === description.backend);
    const workers = backend?.available ? backend.workers : 1;
    return [
      description.backend,
      say({ en: workers === 1 ? "1 worker" : `${workers} workers`, ko: `워커 ${workers}개` }),
    ];
  }
  const used = machine[gpuMetric(0, "memoryUsed")] ?? gpu.memoryUsedBytes;
  const memory =
    gpu.memoryBytes === null
      ? []
      : [`${used === null ? "" : `${Math.round(used / gib)}/`}${Math.round(gpu.memoryBytes / gib)} GiB`];
  const count = gpus.length === 1 ? "" : `${gpus.length} × `;
  return [`${count}${shortened(gpu.name)}`, ...memory];
}

function runParts({ runs }: KnownRunner): string[] {
  const running = runs.filter(({ state }) => state === "running").length;
  const queued = runs.filter(({ state }) => state === "queued").length;
  return [
    ...(running === 0 ? [] : [say({ en: running === 1 ? "1 run" : `${running} runs`, ko: `실행 ${running}개` })]),
    ...(queued === 0 ? [] : [say({ en: `${queued} queued`, ko: `대기 ${queued}개` })]),
  ];
}

/** "NVIDIA H100 80GB HBM3" is "H100" to people. */
function shortened(device: string): string {
  const [first = device, ...rest] = printable(device, 60)
    .replace(/^NVIDIA\s+/i, "")
    .split(/\s+/);
  return /\d/.test(first) || rest.length === 0 ? first : [first, ...rest].join(" ");
}

export function runnerIcon({ state, kind }: KnownRunner): vscode.ThemeIcon {
  switch (state) {
    case "connected":
      return new vscode.ThemeIcon(kind === "local" ? "vm-running" : "server", new vscode.ThemeColor("charts.green"));
    case "connecting":
      return new vscode.ThemeIcon("loading~spin");
    case "unreachable":
      return new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
    case "idle":
      return new vscode.ThemeIcon(kind === "local" ? "vm-outline" : "circle-outline");
  }
}

/** Everything about a runner, one thing a line. The texts come from a runner or the settings: they are only text. */
export function runnerTooltip(runner: KnownRunner): string {
  const { name, url, message, description } = runner;
  const lines = [printable(name), ...(url === null ? [] : [url])];
  if (message !== null) lines.push("", message);
  if (description !== null) {
    const { host, version, system, processor, processors, explanation, devices, dataRoots } = description;
    lines.push(
      "",
      printable(`${host} · Recipe Lab ${version} · ${system}`),
      printable(`${processor} × ${processors}`),
      ...devices.map((device) => printable(`${device.id}: ${device.name}`)),
      printable(explanation),
      `${say({ en: "Data folders", ko: "데이터 폴더" })}: ${printable(dataRoots.join(", ") || "–")}`,
    );
  }
  return lines.join("\n");
}
