import { execFileSync } from "node:child_process";

/**
 * Ends every process whose command line names `folder`, a temporary folder of one test: the runner that the extension
 * started there, and its runs, which outlive the editor on purpose.
 */
export function endProcessesOf(folder: string): void {
  for (const pid of processesOf(folder)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it ended by itself meanwhile
    }
  }
}

/** The processes whose command line names `folder`. */
export function processesOf(folder: string): number[] {
  if (process.platform === "win32") return []; // temporary folders of the system's own; nothing here runs on Windows yet
  return execFileSync("ps", ["-eww", "-o", "pid=,args="], { encoding: "utf8", maxBuffer: 64 << 20 })
    .split("\n")
    .filter((line) => line.includes(folder))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== process.pid);
}
