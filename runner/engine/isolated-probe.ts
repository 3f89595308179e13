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
      complaints = (complaints + text).slice(0, 4000);
    });
    child.on("error", (error) => resolve(failed(`its probe could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      const answer = output.trimEnd().split("\n").at(-1) ?? "";
      if (code === 0 && answer.startsWith("{")) {
        const probe = JSON.parse(answer) as Probe;
        // Dawn and TensorFlow say on stderr which library they miss.
        if (!probe.available) probe.reason += complaint(complaints);
        resolve(probe);
        return;
      }
      const end =
        child.killed && signal === "SIGKILL"
          ? `did not answer within ${timeLimitMs / 1000} s`
          : `crashed (${signal ?? `exit code ${code}`})`;
      resolve(failed(`its probe ${end}${complaint(complaints)}`));
    });
  });
}

/** The line of a standard error output that says what is wrong, to append to a reason; empty where there is none. */
function complaint(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((text) => /error|warn|fail|cannot/i.test(text)) ?? lines[0];
  return line === undefined ? "" : `: ${printable(line.trim())}`;
}
