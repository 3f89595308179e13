import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { builtFile } from "../built-file.ts";
import type { Contender } from "./rounds.ts";

/** A Python program that does a round's work for each line that it is sent. */
export interface Peer extends Contender {
  versions: Record<string, string>;
}

/**
 * Starts a peer's script (runner/bench/…/peer.py, built to dist/`script`) in the first python3 that can import what it
 * needs. It first prints its versions as JSON, then the seconds of each round.
 * Returns, where there is no such Python, what the last one complained of.
 */
export async function startPeer(name: string, script: string, args: readonly string[]): Promise<Peer | string> {
  let complaint = "";
  for (const python of ["python3", "/usr/bin/python3"]) {
    const child = spawn(python, [builtFile(script), ...args], { stdio: ["pipe", "pipe", "pipe"] });
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
      throw new Error(errors.trim().split("\n").at(-1) || `${python} ended without a word`);
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
      };
    } catch (error) {
      child.kill();
      complaint = `${python}: ${(error as Error).message}`;
    }
  }
  return complaint;
}
