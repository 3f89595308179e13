import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { builtFile } from "../built-file.ts";
import type { Contender } from "./rounds.ts";

/** A program that does a round's work for each line that it is sent. */
export interface Peer extends Contender {
  versions: Record<string, string>;
  /** The most memory that the process has held so far; null where the system does not say. */
  peakBytes(): number | null;
}

/**
 * Starts a peer's script (runner/bench/…/peer.py, built to dist/`script`) in the first python3 that can import what it
 * needs. Returns, where there is no such Python, what the last one complained of.
 */
export async function startPeer(name: string, script: string, args: readonly string[]): Promise<Peer | string> {
  let complaint = "";
  for (const python of ["python3", "/usr/bin/python3"]) {
    try {
      return await startProcess(name, python, [builtFile(script), ...args]);
    } catch (error) {
      complaint = `${python}: ${(error as Error).message}`;
    }
  }
  return complaint;
}

/**
 * Starts a program that first prints its versions as a line of JSON, then the seconds of each round.
 * @throws Error with its last words where it ends before it has printed its versions
 */
export async function startProcess(name: string, program: string, args: readonly string[]): Promise<Peer> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      errors += error.message;
      resolve();
    });
    child.once("close", () => resolve());
  });
  // A write to a process that is gone: its end is what is reported.
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (!line.done) return line.value;
    await ended;
    throw new Error(errors.trim().split("\n").at(-1) || `${program} ended without a word`);
  };
  try {
    const versions = JSON.parse(await next()) as Record<string, string>;
    return {
      name,
      versions,
      async round() {
        child.stdin.write("round\n");
        return Number(await next());
      },
      async close() {
        child.stdin.end();
        await ended;
      },
      peakBytes: () => peakBytesOf(child.pid),
    };
  } catch (error) {
    child.kill();
    throw error;
  }
}

/** Linux keeps the high-water mark of a process's memory. */
function peakBytesOf(pid: number | undefined): number | null {
  if (process.platform !== "linux") return null;
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}
