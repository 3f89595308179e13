import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { Frames } from "../../data/frames.ts";
import { type Answer, LazyAnswers } from "../../data/lazy-answers.ts";
import type { RunStore } from "../../data/run-store.ts";
import type { Host } from "../../hosts/host.ts";
import { bestDirection } from "./best-metrics.ts";
import type { RunRow } from "./column.ts";
import { bestKey, bestQuestion, recipeQuestion } from "./questions.ts";

/** What somebody looks at. */
export interface WantedDetails {
  recipes: readonly RunRow[];
  /** Best values, by metric. */
  bests: ReadonlyMap<string, readonly RunRow[]>;
}

/** What the table asks of runners beyond the list of their runs. */
export class RunDetails {
  /** By `runKey`. */
  readonly recipes: ReadonlySignal<ReadonlyMap<string, Answer<object>>>;
  /** By `bestKey`. */
  readonly bests: ReadonlySignal<ReadonlyMap<string, Answer<number | null>>>;
  /** Of how many runs the recipe is still being read. */
  readonly unread: ReadonlySignal<number>;
  /** How many questions had no answer, and why the first had none. */
  readonly failures: ReadonlySignal<{ count: number; reason: string } | null>;
  readonly #host: Host;
  readonly #askRecipes: LazyAnswers<object>;
  readonly #askBests: LazyAnswers<number | null>;
  readonly #wanted = signal<WantedDetails>({ recipes: [], bests: new Map() });

  constructor(host: Host, store: RunStore) {
    this.#host = host;
    const frames = new Frames();
    const later = (change: () => void) => frames.request(change);
    this.#askRecipes = new LazyAnswers((runner) => store.link(runner), later);
    this.#askBests = new LazyAnswers((runner) => store.link(runner), later);
    this.recipes = this.#askRecipes.known;
    this.bests = this.#askBests.known;
    this.unread = computed(() => this.#wanted.value.recipes.filter(({ key }) => !this.recipes.value.has(key)).length);
    this.failures = computed(() => {
      const { recipes, bests } = this.#wanted.value;
      const answers = [
        ...recipes.map(({ key }) => this.recipes.value.get(key)),
        ...[...bests].flatMap(([metric, runs]) => runs.map(({ key }) => this.bests.value.get(bestKey(key, metric)))),
      ];
      const reasons = answers.flatMap((answer) => (answer !== undefined && "error" in answer ? [answer.error] : []));
      return reasons.length === 0 ? null : { count: reasons.length, reason: reasons[0]! };
    });
  }

  /** Asks for what is wanted, whenever that changes. */
  follow(wanted: ReadonlySignal<WantedDetails>): void {
    effect(() => {
      this.#host.runners.value; // one that comes back is asked for what it still owes
      const { recipes, bests } = wanted.value;
      this.#wanted.value = wanted.value;
      this.#askRecipes.want(recipes.map(recipeQuestion));
      this.#askBests.want(
        [...bests].flatMap(([metric, runs]) => {
          const best = bestDirection(metric);
          return best === undefined ? [] : runs.map((run) => bestQuestion(run, metric, best));
        }),
      );
    });
  }
}
