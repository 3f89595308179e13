import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { builtFile } from "../../built-file.ts";
import { printable } from "../../terminal/style.ts";
import { processEnvironment } from "./process-environment.ts";
import { ServiceError } from "./service-error.ts";

/**
 * A child process that answers one question after the other, a line of JSON each, and stays for a while because the next
 * question is likely to be like the last. One that crashes or hangs fails its question; the next one gets a new process.
 */
export class WarmChild {
  readonly #options: { script: string; purpose: string; timeLimitMs: number; idleMs: number };
  #child: ChildProcessWithoutNullStreams | null = null;
  /** The question at hand: who was asked, and where the answer goes. */
  #asked: { child: ChildProcessWithoutNullStreams; answer: (line: string | null) => void } | null = null;
  #complaints = "";
  #idle: NodeJS.Timeout | undefined;

  constructor(options: { script: string; purpose: string; timeLimitMs: number; idleMs: number }) {
    this.#options = options;
  }

  /** One question at a time. */
  async ask(question: unknown): Promise<unknown> {
    const { purpose, timeLimitMs, idleMs } = this.#options;
    clearTimeout(this.#idle);
    const child = this.#child ?? this.#start();
    const limit = setTimeout(() => child.kill("SIGKILL"), timeLimitMs);
    try {
      const line = await new Promise<string | null>((answer) => {
        this.#asked = { child, answer };
        child.stdin.write(`${JSON.stringify(question)}\n`);
      });
      if (line !== null) return JSON.parse(line);
      const words = printable(this.#complaints.trim().slice(-1000), 1000);
      const end = child.killed ? `did not answer within ${timeLimitMs / 1000} s` : "ended without an answer";
      throw new ServiceError("internal", `The process that ${purpose} ${end}. Its last words: ${words}`);
    } finally {
      clearTimeout(limit);
      this.#idle = setTimeout(() => this.end(), idleMs).unref();
    }
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [builtFile(this.#options.script)], {
      env: processEnvironment(process.env),
      windowsHide: true,
    });
    this.#child = child;
    this.#complaints = "";
    // A process that was ended may have a last word while the next one is asked already.
    const answer = (line: string | null) => {
      if (this.#asked?.child === child) this.#asked.answer(line);
    };
    const gone = () => {
      if (this.#child === child) this.#child = null;
      answer(null);
    };
    child.on("error", gone).on("close", gone);
    child.stdin.on("error", () => {}); // it ended before it had read: how it ended says more
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-4000);
    });
    createInterface({ input: child.stdout }).on("line", answer);
    return child;
  }

  /** Ends the process; a question that is being answered fails. */
  end(): void {
    clearTimeout(this.#idle);
    this.#child?.kill("SIGKILL");
    this.#child = null;
  }
}
