import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Plan } from "../../../shared/plan.ts";
import type { Problem } from "../../../shared/recipe/problem.ts";
import { builtFile } from "../../built-file.ts";
import { printable } from "../../terminal/style.ts";
import { processEnvironment } from "./process-environment.ts";
import { ServiceError } from "./service-error.ts";

/** Listing a million files on a network drive takes minutes. */
const timeLimitMs = 10 * 60_000;
/** Plans that are made at the same time; others wait. */
const atOnce = 2;

export interface PlanAnswer {
  plan: Plan | null;
  problems: Problem[];
}

/** Plans recipes in child processes (runner/runs/plan-process.ts). One that crashes or hangs costs that plan only. */
export class Planner {
  readonly #roots: readonly string[];
  #busy = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(roots: readonly string[]) {
    this.#roots = roots;
  }

  async plan(recipe: unknown): Promise<PlanAnswer> {
    if (this.#busy < atOnce) this.#busy += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve)); // takes over the place of one that is done
    try {
      return await ask(JSON.stringify({ recipe: recipe ?? null, roots: this.#roots }));
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy -= 1;
      else next();
    }
  }
}

async function ask(question: string): Promise<PlanAnswer> {
  const child = spawn(process.execPath, [builtFile("plan-process.mjs")], {
    env: processEnvironment(process.env),
    timeout: timeLimitMs,
    killSignal: "SIGKILL",
    windowsHide: true,
  });
  child.stdin.on("error", () => {}); // it ended before it had read: how it ended says more
  child.stdin.end(question);
  const ended = new Promise<string>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const [answer, complaints, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (end === "exit code 0") return JSON.parse(answer) as PlanAnswer;
  throw new ServiceError(
    "internal",
    `The process that plans the recipe ended with ${end} and no answer. Its last words: ${printable(complaints.trim().slice(-1000), 1000)}`,
  );
}
