import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import { errorText } from "../parts/notices.ts";

/** As many questions are under way at once: what streams in is not to wait for them. */
const atOnce = 4;

export interface Question<Value> {
  /** The same for the same question. */
  key: string;
  /** A question is asked again when this has changed; the former answer stays until the new one has come. */
  stamp: string;
  runner: string;
  ask: (link: RunnerLink) => Promise<Value>;
}

/** What came, or why nothing did. */
export type Answer<Value> = { value: Value } | { error: string };

/** The value that came; null where none did. */
export const answered = <Value>(answer: Answer<Value> | undefined): Value | null =>
  answer !== undefined && "value" in answer ? answer.value : null;

/** Asks runners for what somebody looks at: a few questions at once, in order, and each once. */
export class LazyAnswers<Value> {
  readonly #linkTo: (runner: string) => RunnerLink | null;
  readonly #later: (change: () => void) => void;
  readonly #known: Signal<ReadonlyMap<string, Answer<Value>>> = signal(new Map());
  readonly #arrived = new Map<string, Answer<Value>>();
  /** The stamp with which each question was answered last. */
  readonly #stamps = new Map<string, string>();
  readonly #underWay = new Set<string>();
  #wanted: readonly Question<Value>[] = [];

  /**
   * @param linkTo the connection to a runner; null while there is none
   * @param later does a change with the next frame, once however often it is asked for
   */
  constructor(linkTo: (runner: string) => RunnerLink | null, later: (change: () => void) => void) {
    this.#linkTo = linkTo;
    this.#later = later;
  }

  /** By the question's key. */
  get known(): ReadonlySignal<ReadonlyMap<string, Answer<Value>>> {
    return this.#known;
  }

  /** Asks these in place of what was wanted before. Those to runners that are away are left until the next call. */
  want(questions: readonly Question<Value>[]): void {
    this.#wanted = questions;
    this.#askOn();
  }

  #askOn(): void {
    for (const { key, stamp, runner, ask } of this.#wanted) {
      if (this.#underWay.size >= atOnce) return;
      const link = this.#linkTo(runner);
      if (link === null || this.#stamps.get(key) === stamp || this.#underWay.has(key)) continue;
      this.#underWay.add(key);
      const take = (answer: Answer<Value>) => {
        this.#stamps.set(key, stamp);
        this.#arrived.set(key, answer);
        this.#later(this.#publish);
      };
      ask(link)
        .then((value) => take({ value }))
        .catch((error: unknown) => {
          // Where the connection was lost nothing is wrong with the question; it is asked again when the runner is back.
          if (this.#linkTo(runner) === link) take({ error: errorText(error) });
        })
        .finally(() => {
          this.#underWay.delete(key);
          this.#askOn();
        });
    }
  }

  readonly #publish = () => {
    this.#known.value = new Map([...this.#known.value, ...this.#arrived]);
    this.#arrived.clear();
  };
}
