import type { PreviewResult } from "../../../shared/protocol/preview.ts";
import { Turns } from "./ask-child.ts";
import type { PreviewQuestion } from "./preview-here.ts";
import { WarmChild } from "./warm-child.ts";

/** Listing a large data set takes its time, the first time. */
const timeLimitMs = 2 * 60_000;
/** Who plays with seed and count asks again soon. */
const idleMs = 60_000;
/** Previews that are drawn at the same time; others wait. */
const atOnce = 2;

/** Draws previews in child processes (runner/runs/preview-process.ts). One that crashes or hangs costs that preview only. */
export class Previewer {
  readonly #roots: readonly string[];
  readonly #turns = new Turns(atOnce);
  readonly #free = Array.from(
    { length: atOnce },
    () => new WarmChild({ script: "preview-process.mjs", purpose: "draws the preview", timeLimitMs, idleMs }),
  );
  readonly #all = [...this.#free];

  constructor(roots: readonly string[]) {
    this.#roots = roots;
  }

  preview(params: PreviewQuestion["params"]): Promise<PreviewResult> {
    const question: PreviewQuestion = { params, roots: this.#roots };
    return this.#turns.take(async () => {
      // The one that was asked last comes first: it is likely to know the data set.
      const child = this.#free.pop()!;
      try {
        return (await child.ask(question)) as PreviewResult;
      } finally {
        this.#free.push(child);
      }
    });
  }

  close(): void {
    for (const child of this.#all) child.end();
  }
}
