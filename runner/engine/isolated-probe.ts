import { spawn } from "node:child_process";
import { builtFile } from "../built-file.ts";
import { printable } from "../terminal/style.ts";
import type { Probe } from "./engine.ts";
import type { IsolatedBackend } from "./probe-backend.ts";

const TIME_LIMIT_MS = 60_000;

/**
 * Probes a backend of native code in a child process with a time limit: a driver that crashes or hangs costs the child, and
 * becomes the reason why the backend is not available. `howToGet` is the advice for that case.
 */
export function probeInChild(
  backend: IsolatedBackend,
  howToGet: string,
  { script = builtFile("probe-backend.mjs"), timeLimitMs = TIME_LIMIT_MS } = {},
): Promise<Probe> {
  const failed = (reason: string): Probe => ({ backend, available: false, reason, howToGet });
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, backend], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeLimitMs,
      killSignal: "SIGKILL",
    });
    let output = "";
    let complaints = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaints = (complaints + text).slice(-2000);
    });
    child.on("error", (error) => resolve(failed(`its probe could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      const answer = output.trimEnd().split("\n").at(-1) ?? "";
      if (code === 0 && answer.startsWith("{")) {
        const probe = JSON.parse(answer) as Probe;
        // Dawn and TensorFlow say on stderr which library they miss.
        const complaint = complaints.trim().split("\n")[0];
        if (!probe.available && complaint) probe.reason += `: ${printable(complaint)}`;
        resolve(probe);
        return;
      }
      const end =
        child.killed && signal === "SIGKILL"
          ? `did not answer within ${timeLimitMs / 1000} s`
          : `crashed (${signal ?? `exit code ${code}`})`;
      const last = complaints.trim().split("\n").at(-1);
      resolve(failed(`its probe ${end}${last ? `, and its last words were: ${printable(last)}` : ""}`));
    });
  });
}
