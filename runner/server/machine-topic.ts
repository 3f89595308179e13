import type { MachineMetrics } from "./extensions.ts";
import type { Session } from "./session.ts";

/** Tells the sessions that want it how the machine is. It is measured only while there is one. */
export class MachineTopic {
  readonly #machine: MachineMetrics;
  readonly #listening = new Set<Session>();
  #unwatch: (() => void) | null = null;

  constructor(machine: MachineMetrics) {
    this.#machine = machine;
  }

  begin(session: Session): void {
    if (!session.wants("machine")) return;
    this.#listening.add(session);
    this.#unwatch ??= this.#machine.onMetrics((metrics) => {
      // Whoever has no room misses one reading; the next is a few seconds away.
      for (const one of this.#listening) if (one.transport.hasRoom) one.notify("machine/metrics", metrics);
    });
  }

  forget(session: Session): void {
    this.#listening.delete(session);
    if (this.#listening.size === 0) this.close();
  }

  close(): void {
    this.#unwatch?.();
    this.#unwatch = null;
  }
}
