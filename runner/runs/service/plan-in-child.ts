import type { Language } from "../../../shared/language.ts";
import type { Plan } from "../../../shared/plan.ts";
import type { Problem } from "../../../shared/recipe/problem.ts";
import { askChild, Turns } from "./ask-child.ts";
import type { PlanTarget } from "./plan-target.ts";

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
  readonly #target: () => Promise<PlanTarget | null>;
  readonly #turns = new Turns(atOnce);

  /** @param target what a new run would train on */
  constructor(roots: readonly string[], target: () => Promise<PlanTarget | null>) {
    this.#roots = roots;
    this.#target = target;
  }

  /** @param language of what the recipe's check says */
  async plan(recipe: unknown, language?: Language): Promise<PlanAnswer> {
    const question = { recipe: recipe ?? null, roots: this.#roots, language, target: await this.#target() };
    const purpose = "plans the recipe";
    return this.#turns.take(
      async () => (await askChild({ script: "plan-process.mjs", question, timeLimitMs, purpose })) as PlanAnswer,
    );
  }
}
