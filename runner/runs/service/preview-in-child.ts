import type { PreviewResult } from "../../../shared/protocol/preview.ts";
import { askChild, Turns } from "./ask-child.ts";
import type { PreviewQuestion } from "./preview-here.ts";

const timeLimitMs = 2 * 60_000;
/** Previews that are drawn at the same time; others wait. */
const atOnce = 2;

/** Draws previews in child processes (runner/runs/preview-process.ts). One that crashes or hangs costs that preview only. */
export class Previewer {
  readonly #roots: readonly string[];
  readonly #turns = new Turns(atOnce);

  constructor(roots: readonly string[]) {
    this.#roots = roots;
  }

  preview(params: PreviewQuestion["params"]): Promise<PreviewResult> {
    const question: PreviewQuestion = { params, roots: this.#roots };
    const purpose = "draws the preview";
    return this.#turns.take(
      async () => (await askChild({ script: "preview-process.mjs", question, timeLimitMs, purpose })) as PreviewResult,
    );
  }
}
