import { type EpochProgress, plainProgressLine, progressLine } from "./progress-line.ts";
import { isInteractive } from "./style.ts";

/** Where progress goes, and when it is. A test passes its own. */
export interface ProgressOutput {
  stream: NodeJS.WriteStream;
  /** Milliseconds, monotonic. */
  now: () => number;
}

/** A bar is drawn anew this often on a terminal; elsewhere a plain line is written this often. Milliseconds. */
const barInterval = 100;
const lineInterval = 10_000;

const eraseLine = "\r\u001b[2K";

/**
 * The progress of a run: on a terminal one bar that is drawn over itself, elsewhere a plain line every ten seconds. Lines
 * that stay (`line`) are written above the bar.
 */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #now: () => number;
  readonly #interactive: boolean;
  #shown = false;
  #last: number;

  constructor(output: ProgressOutput = { stream: process.stderr, now: () => performance.now() }) {
    this.#stream = output.stream;
    this.#now = output.now;
    this.#interactive = isInteractive(output.stream);
    this.#last = this.#interactive ? Number.NEGATIVE_INFINITY : this.#now();
  }

  /** Shows a state, unless another was shown just before. */
  update(state: EpochProgress): void {
    if (this.#now() - this.#last < (this.#interactive ? barInterval : lineInterval)) return;
    this.#last = this.#now();
    if (this.#interactive) {
      const columns = (this.#stream.columns || 80) - 1;
      this.#stream.write(`${eraseLine}${progressLine(state, columns)}`);
      this.#shown = true;
    } else {
      this.#stream.write(`${plainProgressLine(state)}\n`);
    }
  }

  /** Writes a line that stays. */
  line(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#shown) this.#stream.write(eraseLine);
    this.#shown = false;
  }
}
