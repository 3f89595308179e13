import { isInteractive } from "./style.ts";

/** A line is drawn over itself this often on a terminal; elsewhere one is written this often. Milliseconds. */
const terminalInterval = 100;
const lineInterval = 10_000;

/** How far a task is, as one line: drawn over itself on a terminal, a line every ten seconds elsewhere. */
export class TaskProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #interactive: boolean;
  #last: number;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#interactive = isInteractive(stream);
    this.#last = this.#interactive ? Number.NEGATIVE_INFINITY : performance.now();
  }

  /** Shows what `line` returns, unless another was shown just before. */
  update(line: () => string): void {
    const now = performance.now();
    if (now - this.#last < (this.#interactive ? terminalInterval : lineInterval)) return;
    this.#last = now;
    if (!this.#interactive) this.#stream.write(`${line()}\n`);
    else this.#stream.write(`\r\u001b[2K${line().slice(0, (this.#stream.columns || 80) - 1)}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#interactive) this.#stream.write("\r\u001b[2K");
  }
}
