import { readFileSync } from "node:fs";
import { z } from "zod";
import { replaceFile } from "../durable.ts";
import { errorCode } from "../storage-error.ts";

/** The runs that wait, next first. The order outlives the service in a file; what the file lacks is put at the end. */
export class Queue {
  readonly #path: string;
  #order: string[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  get runs(): readonly string[] {
    return this.#order;
  }

  /** 1 is next; null where the run does not wait. */
  position(run: string): number | null {
    const index = this.#order.indexOf(run);
    return index < 0 ? null : index + 1;
  }

  /** Takes over the runs that wait, in the order of the file. @param waiting in the order of their creation */
  restore(waiting: readonly string[]): void {
    const former = readOrder(this.#path);
    const rank = (run: string) => (former.includes(run) ? former.indexOf(run) : former.length);
    this.#order = [...waiting].sort((a, b) => rank(a) - rank(b));
  }

  /** Puts a run at `position`; without one, at the end. One that waits already is moved. */
  put(run: string, position?: number): Promise<void> {
    const others = this.#order.filter((other) => other !== run);
    others.splice(position === undefined ? others.length : position - 1, 0, run);
    return this.#set(others);
  }

  remove(run: string): Promise<void> {
    return this.#order.includes(run) ? this.#set(this.#order.filter((other) => other !== run)) : Promise.resolve();
  }

  /** What is in the file is an order, not the truth about who waits: a write that fails costs no run. */
  #set(order: string[]): Promise<void> {
    this.#order = order;
    const writing = this.#writing.then(() => replaceFile(this.#path, JSON.stringify(this.#order)));
    this.#writing = writing.catch(() => {});
    return this.#writing;
  }
}

function readOrder(path: string): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (errorCode(error) === "ENOENT" || error instanceof SyntaxError || error instanceof z.ZodError) return [];
    throw error;
  }
}
