import { type Signal, signal } from "@preact/signals";
import type { z } from "zod";
import type { Host } from "./host.ts";

/** Soon: an editor throws the page away as soon as another tab lies over it, and with it what has not been written. */
const writeAfterMs = 30;

/**
 * What a person has set up on the page: zoom, selection, columns. It survives hiding and loading again. Each part has a
 * name, a schema and a value to begin with; what was kept and does not fit its schema is forgotten.
 */
export class ViewState {
  readonly #host: Host;
  readonly #kept: Record<string, unknown>;
  readonly #signals = new Map<string, Signal<unknown>>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(host: Host) {
    this.#host = host;
    const kept = host.readState();
    this.#kept = typeof kept === "object" && kept !== null ? { ...kept } : {};
    addEventListener("pagehide", () => this.#write());
  }

  /** The signal of one part; the same for the same name. */
  part<Schema extends z.ZodType>(name: string, schema: Schema, initial: z.output<Schema>): Signal<z.output<Schema>> {
    const known = this.#signals.get(name);
    if (known !== undefined) return known as Signal<z.output<Schema>>;
    const kept = schema.safeParse(this.#kept[name]);
    const part = signal<z.output<Schema>>(kept.success ? kept.data : initial);
    this.#signals.set(name, part as Signal<unknown>);
    part.subscribe((value) => {
      if (this.#kept[name] === value) return;
      this.#kept[name] = value;
      this.#timer ??= setTimeout(() => this.#write(), writeAfterMs);
    });
    return part;
  }

  #write(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#host.writeState(this.#kept);
  }
}
