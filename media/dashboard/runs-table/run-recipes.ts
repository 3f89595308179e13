import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RunRef } from "../../../shared/dashboard/messages.ts";
import { runKey } from "../../data/run-key.ts";
import type { RunStore } from "../../data/run-store.ts";
import { t } from "../../l10n/index.ts";
import { errorText } from "../../parts/notices.ts";
import { planRecipe } from "../plan-recipe.ts";

/** As many recipes are asked for at once: what streams in is not to wait for them. */
const atOnce = 4;

/** A run's recipe, or why it cannot be read. */
export type RunRecipe = { recipe: object } | { error: string };

/** The recipes of runs, each asked for once: a run's recipe never changes. */
export class RunRecipes {
  readonly #store: Pick<RunStore, "link">;
  readonly #later: (change: () => void) => void;
  readonly #known: Signal<ReadonlyMap<string, RunRecipe>> = signal(new Map());
  readonly #arrived = new Map<string, RunRecipe>();
  readonly #underWay = new Set<string>();
  #wanted: readonly RunRef[] = [];

  /** @param later does a change with the next frame, once however often it is asked for */
  constructor(store: Pick<RunStore, "link">, later: (change: () => void) => void) {
    this.#store = store;
    this.#later = later;
  }

  /** By `runKey`. */
  get known(): ReadonlySignal<ReadonlyMap<string, RunRecipe>> {
    return this.#known;
  }

  /** Reads these, in order, in place of what was wanted before. Those of runners that are away are left until the next call. */
  want(runs: readonly RunRef[]): void {
    this.#wanted = runs;
    this.#readOn();
  }

  #readOn(): void {
    if (this.#underWay.size >= atOnce) return;
    const known = this.#known.peek();
    for (const ref of this.#wanted) {
      const key = runKey(ref);
      const link = this.#store.link(ref.runner);
      if (link === null || known.has(key) || this.#arrived.has(key) || this.#underWay.has(key)) continue;
      this.#underWay.add(key);
      link
        .request("get", { run: ref.run })
        .then(({ plan }) => this.#take(key, recipeOf(plan)))
        .catch((error: unknown) => {
          // Without its runner nothing is wrong with the run; it is asked for again when the runner is back.
          if (this.#store.link(ref.runner) === link) this.#take(key, { error: errorText(error) });
        })
        .finally(() => {
          this.#underWay.delete(key);
          this.#readOn();
        });
      if (this.#underWay.size >= atOnce) return;
    }
  }

  #take(key: string, recipe: RunRecipe): void {
    this.#arrived.set(key, recipe);
    this.#later(this.#publish);
  }

  readonly #publish = () => {
    this.#known.value = new Map([...this.#known.value, ...this.#arrived]);
    this.#arrived.clear();
  };
}

function recipeOf(plan: unknown): RunRecipe {
  const recipe = planRecipe(plan);
  return recipe === null ? { error: t("table.noRecipe") } : { recipe };
}
