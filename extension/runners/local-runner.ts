import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join, parse } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { parseAddress } from "../../shared/client/address.ts";
import { ConnectError } from "../../shared/client/connect-error.ts";
import { printable } from "../../shared/printable.ts";
import { UserError } from "../../shared/user-error.ts";
import { connectRunner, type DialTarget } from "./dial.ts";
import { programEnvironment } from "./program-environment.ts";

/**
 * The runner on this machine: the shipped `recipe-lab serve` as a process of its own that outlives the window. Every window
 * finds it by the address file that it writes into the extension's storage, which is this user's alone.
 *
 * It listens on 127.0.0.1 at a port that the system chooses, and each start makes a new token: whoever listens at the port
 * of a runner that has died learns a token that is worth nothing. Recipes may name any file of this machine: whoever has
 * the token is the user who has the files.
 */

const addressSchema = z.object({ url: z.string(), pid: z.int().min(1), tokenFile: z.string(), version: z.string() });
type Found = z.output<typeof addressSchema>;

const addressName = "runner.json";
const startWithinMs = 60_000;
const stopWithinMs = 15_000;
const killedWithinMs = 10_000;
const maximumLogBytes = 4 << 20;

export interface LocalRunnerOptions {
  /** The extension's storage, apart for each kind of editor. */
  folder: string;
  /** The shipped program. */
  program: string;
  /** Where the folders of runs are. */
  runsFolder: () => string;
}

export interface RunningRunner {
  state: "running";
  target: DialTarget;
  pid: number;
}

export class LocalRunner {
  readonly #options: LocalRunnerOptions;

  constructor(options: LocalRunnerOptions) {
    this.#options = options;
  }

  /** Whether one was ever started from this editor. */
  get isKnown(): boolean {
    return existsSync(this.logFile);
  }

  /** What it said since its start. */
  get logFile(): string {
    return join(this.#options.folder, "runner.log");
  }

  /** Calls back when a runner appears or goes, in whatever window. */
  watch(listener: () => void): { close: () => void } {
    const { folder } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return watch(folder, (_, name) => {
      if (name === addressName) listener();
    }).on("error", () => {}); // the folder is gone, and with it what could appear in it
  }

  /**
   * - `running`: it has written where it is, and its process is there; whether it answers, only a connection shows.
   * - `ended`: its process has ended without a word: it crashed or was killed.
   * - `stopped`: it was ended in good order, or never started.
   */
  look(): RunningRunner | { state: "ended" | "stopped" } {
    const found = this.#read();
    if (found === null) return { state: "stopped" };
    if (!isAlive(found.pid)) return { state: "ended" };
    const token = readToken(found.tokenFile);
    if (token === null) return { state: "ended" };
    return { state: "running", pid: found.pid, target: { address: parseAddress(found.url), token, pin: null } };
  }

  /** Starts one where none is running. Windows that do so at the same time get the same one. Rejects with a UserError. */
  async start(): Promise<void> {
    const { folder } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const until = Date.now() + startWithinMs;
    const releasedUntil = Date.now() + stopWithinMs;
    while (this.look().state !== "running") {
      const release = takeLock(join(folder, "starting"));
      if (release === null) {
        if (Date.now() > until) throw doesNotStart(this.logFile, "another window is starting it, and does not finish");
        await sleep(100);
        continue;
      }
      let why: string | null;
      try {
        why = this.look().state === "running" ? null : await this.#launch(until);
      } finally {
        release();
      }
      if (why === null) continue;
      // One that is just being stopped, by whatever window, gives back its folder of runs last.
      if (!why.includes("runs-in-use") || Date.now() > releasedUntil) throw doesNotStart(this.logFile, why);
      await sleep(250);
    }
  }

  /**
   * Ends it in good order; runs that train go on. Resolves when it has ended. The process is asked to end only where a
   * runner answers that takes the token: its number may be another program's by now.
   */
  async stop(): Promise<void> {
    const found = this.look();
    if (found.state === "running" && (await answers(found.target))) {
      process.kill(found.pid, "SIGTERM");
      const until = Date.now() + stopWithinMs;
      while (isAlive(found.pid)) {
        if (Date.now() > until) throw doesNotStop(found.pid);
        await sleep(50);
      }
    }
    rmSync(this.#addressFile, { force: true });
  }

  /**
   * What the address file says is not so: nobody answers there, or somebody else. A process that is killed gives back its port
   * before its folders and its number, so it gets a moment to end; after that, the number is another program's.
   */
  async forget(pid: number): Promise<void> {
    const until = Date.now() + killedWithinMs;
    while (isAlive(pid) && Date.now() < until) await sleep(50);
    if (this.#read()?.pid === pid) rmSync(this.#addressFile, { force: true });
  }

  get #addressFile(): string {
    return join(this.#options.folder, addressName);
  }

  #read(): Found | null {
    const text = readFile(this.#addressFile);
    // The runner writes it whole or not at all: what is something else is another version's.
    return text === null ? null : (addressSchema.safeParse(parseJson(text)).data ?? null);
  }

  /** Resolves with null when it has said where it is, else with why it has ended. */
  async #launch(until: number): Promise<string | null> {
    const { folder, program } = this.#options;
    const runs = this.#options.runsFolder();
    rmSync(this.#addressFile, { force: true });
    for (const name of readdirSync(folder).filter((one) => one.startsWith("token-"))) rmSync(join(folder, name));
    const tokenFile = join(folder, `token-${randomUUID()}`);
    const large = existsSync(this.logFile) && statSync(this.logFile).size > maximumLogBytes;
    const log = openSync(this.logFile, large ? "w" : "a", 0o600);
    const from = statSync(this.logFile).size;
    const roots = [...new Set([parse(homedir()).root, parse(runs).root])];
    const child = spawn(
      process.execPath,
      [
        program,
        "serve",
        ...["--port", "0", "--runs", runs, "--token-file", tokenFile, "--address-file", this.#addressFile],
        ...roots.flatMap((root) => ["--data", root]),
      ],
      { cwd: folder, env: programEnvironment(), detached: true, stdio: ["ignore", log, log], windowsHide: true },
    );
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", () => resolve(lastLines(readFileSync(this.logFile, "utf8").slice(from))));
    });
    child.unref();
    for (;;) {
      if (this.#read()?.pid === child.pid) return null;
      const why = await Promise.race([ended, sleep(50)]);
      if (why !== undefined) return why;
      if (Date.now() > until) throw doesNotStart(this.logFile, "it does not say where it listens");
    }
  }
}

/** What a runner of ours does not answer at the address that it wrote. */
export const isNotOurs = (error: unknown): boolean =>
  error instanceof ConnectError && ["refused", "wrong-token", "not-a-runner"].includes(error.code);

async function answers(target: DialTarget): Promise<boolean> {
  try {
    (await connectRunner(target)).close();
    return true;
  } catch (error) {
    if (isNotOurs(error)) return false;
    throw error;
  }
}

/** Returns how to give the lock back, or null while another process has it. One that has died has it no more. */
function takeLock(file: string): (() => void) | null {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
    return () => rmSync(file, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = Number(readFile(file));
  // Should two windows take it away at once, the folder of runs still belongs to one runner alone.
  if (holder > 0 ? !isAlive(holder) : isOld(file)) rmSync(file, { force: true });
  return null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A lock without a holder is one that is just being written, or that a crash has left. */
function isOld(file: string): boolean {
  const status = statSync(file, { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.mtimeMs > 10_000;
}

const readToken = (file: string): string | null => readFile(file)?.trim() || null;

function readFile(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const lastLines = (text: string): string => printable(text.trim().split("\n").slice(-3).join(" · "), 2_000);

function doesNotStart(log: string, why: string): UserError {
  const en = `The runner on this machine does not start: ${why}. Its log is ${log}.`;
  return new UserError("local-runner-failed", en, {
    text: { en, ko: `이 컴퓨터의 러너가 시작되지 않습니다: ${why}. 로그 파일은 ${log} 입니다.` },
  });
}

function doesNotStop(pid: number): UserError {
  const en = `The runner on this machine does not end. Its process is ${pid}.`;
  return new UserError("local-runner-failed", en, {
    text: { en, ko: `이 컴퓨터의 러너가 종료되지 않습니다. 프로세스 번호는 ${pid} 입니다.` },
  });
}
