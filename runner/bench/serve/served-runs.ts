import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { builtFile } from "../../built-file.ts";

/** A runner in a process of its own, as people start it. */
export interface ServedRuns {
  port: number;
  token: string;
  /** Figures of the server that its own `/metrics` gives. */
  figures(): Promise<ServerFigures>;
  close(): Promise<void>;
}

export interface ServerFigures {
  processorSeconds: number;
  residentBytes: number;
  /** Sent, and not taken by clients yet. */
  waitingBytes: number;
  connections: number;
}

/** Rejects with the server's last words where it does not begin to serve. */
export async function serveRuns(folder: string, runs: string): Promise<ServedRuns> {
  const tokenFile = join(folder, "token");
  const child = spawn(
    process.execPath,
    [builtFile("recipe-lab.mjs"), "serve", "--port", "0", "--runs", runs, "--token-file", tokenFile],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    let said = "";
    createInterface({ input: child.stderr }).on("line", (line) => {
      said = line;
      // The line after the address says where the token is: it is there by then.
      const found = /^runner +http:\/\/127\.0\.0\.1:(\d+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(`the runner ended: ${said}`)));
  });
  const token = (await readFile(tokenFile, "utf8")).trim();
  return {
    port,
    token,
    figures: () => readFigures(port, token),
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function readFigures(port: number, token: string): Promise<ServerFigures> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { Authorization: `Bearer ${token}` } });
  const text = await response.text();
  const value = (name: string) => {
    const found = new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1];
    if (found === undefined) throw new Error(`the runner's /metrics (status ${response.status}) has no ${name}`);
    return Number(found);
  };
  return {
    processorSeconds: value("process_cpu_seconds_total"),
    residentBytes: value("process_resident_memory_bytes"),
    waitingBytes: value("recipe_lab_waiting_bytes"),
    connections: value("recipe_lab_connections"),
  };
}
