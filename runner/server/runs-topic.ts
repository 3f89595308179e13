import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import type { RunService } from "../runs/run-service.ts";
import type { Session } from "./session.ts";

/** Changes are gathered for this long: a few messages a second, however fast the runs are. Milliseconds. */
const gatherMs = 300;

/** Tells every session about deleted runs, and those that want it about the runs that changed. */
export class RunsTopic {
  readonly #service: RunService;
  readonly #sessions: ReadonlySet<Session>;
  readonly #unwatch: () => void;
  /** Sessions that had no room, with the ids of the runs that they have not heard about. */
  readonly #behind = new Map<Session, Set<string>>();
  #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(service: RunService, sessions: ReadonlySet<Session>) {
    this.#service = service;
    this.#sessions = sessions;
    this.#unwatch = service.onChanged(({ runs, deleted }) => {
      for (const { id } of runs) this.#changed.add(id);
      for (const id of deleted) {
        this.#changed.add(id);
        for (const session of sessions) session.runDeleted(id);
      }
      this.#timer ??= setTimeout(() => this.#tell(), gatherMs);
    });
  }

  close(): void {
    this.#unwatch();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  forget(session: Session): void {
    this.#behind.delete(session);
  }

  #tell(): void {
    this.#timer = null;
    const changed = this.#changed;
    this.#changed = new Set();
    const listening = [...this.#sessions].filter((session) => session.wants("runs"));
    if (listening.length === 0) return;
    const summaries = new Map(this.#service.list().map((summary) => [summary.id, summary]));
    const message = Buffer.from(notification(changed, summaries));
    for (const session of listening) {
      const missed = this.#behind.get(session);
      if (missed !== undefined) for (const id of changed) missed.add(id);
      else if (session.transport.hasRoom) session.transport.send(message).catch(() => {});
      else this.#later(session, changed);
    }
  }

  /** A slow client hears of each run once, as it is then, when there is room. */
  #later(session: Session, changed: ReadonlySet<string>): void {
    this.#behind.set(session, new Set(changed));
    session.transport.whenRoom(() => {
      const missed = this.#behind.get(session);
      this.#behind.delete(session);
      if (missed === undefined) return;
      const summaries = new Map(this.#service.list().map((summary) => [summary.id, summary]));
      session.transport.send(notification(missed, summaries)).catch(() => {});
    });
  }
}

/** The runs of `ids` as they are now; those that are not there are deleted. */
function notification(ids: ReadonlySet<string>, summaries: ReadonlyMap<string, RunSummary>): string {
  const params = {
    runs: [...ids].flatMap((id) => summaries.get(id) ?? []),
    deleted: [...ids].filter((id) => !summaries.has(id)),
  };
  return JSON.stringify({ jsonrpc: "2.0", method: "runs/changed", params });
}
