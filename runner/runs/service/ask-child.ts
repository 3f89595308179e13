import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { builtFile } from "../../built-file.ts";
import { printable } from "../../terminal/style.ts";
import { processEnvironment } from "./process-environment.ts";
import { ServiceError } from "./service-error.ts";

export interface ChildQuestion {
  /** A program in dist/: "plan-process.mjs". */
  script: string;
  arguments?: readonly string[];
  /** Goes to its standard input as JSON. */
  question: unknown;
  timeLimitMs: number;
  /** What it is for, in the error: "plans the recipe". */
  purpose: string;
}

/**
 * Asks a child process, which answers with JSON on its standard output: what can crash, hang or take long is not to do so in
 * the service. Rejects with a ServiceError where no answer came.
 */
export async function askChild({ script, question, timeLimitMs, purpose, ...rest }: ChildQuestion): Promise<unknown> {
  const child = spawn(process.execPath, [builtFile(script), ...(rest.arguments ?? [])], {
    env: processEnvironment(process.env),
    timeout: timeLimitMs,
    killSignal: "SIGKILL",
    windowsHide: true,
  });
  child.stdin.on("error", () => {}); // it ended before it had read: how it ended says more
  child.stdin.end(JSON.stringify(question));
  const ended = new Promise<string>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const [answer, complaints, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (end === "exit code 0") return JSON.parse(answer);
  throw new ServiceError(
    "internal",
    `The process that ${purpose} ended with ${end} and no answer. Its last words: ${printable(complaints.trim().slice(-1000), 1000)}`,
  );
}

/** Lets at most so many pieces of work go on at the same time; others wait for their turn. */
export class Turns {
  readonly #atOnce: number;
  #busy = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy < this.#atOnce) this.#busy += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve)); // takes over the place of one that is done
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy -= 1;
      else next();
    }
  }
}
