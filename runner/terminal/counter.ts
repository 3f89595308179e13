import { isInteractive } from "./style.ts";

/** "1,234 of 5,000 images" on a terminal, drawn over itself ten times a second. Elsewhere it writes nothing. */
export class Counter {
  readonly #stream: NodeJS.WriteStream;
  readonly #noun: string;
  readonly #total: number;
  #last = Number.NEGATIVE_INFINITY;

  constructor(stream: NodeJS.WriteStream, noun: string, total: number) {
    this.#stream = stream;
    this.#noun = noun;
    this.#total = total;
  }
  update(done: number): void {
    const now = performance.now();
    if (now - this.#last < 100 || !isInteractive(this.#stream)) return;
    this.#last = now;
    this.#stream.write(
      `\r\u001b[2K${done.toLocaleString("en-US")} of ${this.#total.toLocaleString("en-US")} ${this.#noun}`,
    );
  }
  clear(): void {
    if (isInteractive(this.#stream)) this.#stream.write("\r\u001b[2K");
  }
}
