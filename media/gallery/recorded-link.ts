import { RefusedError } from "../../shared/client/refused-error.ts";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type {
  NotificationName,
  NotificationOf,
  ParamsOf,
  RequestName,
  ResultOf,
} from "../../shared/protocol/requests.ts";
import { recordedPreview } from "./recorded/index.ts";
import type { RecordedRun } from "./recorded/recorded-run.ts";

type Answers = { [Name in RequestName]?: (params: ParamsOf<Name>) => ResultOf<Name> };

/** A runner that has nothing but records: it answers what is in them, and refuses the rest. */
export class RecordedLink implements RunnerLink {
  readonly closed = new Promise<void>(() => {});
  readonly #runs: ReadonlyMap<string, RecordedRun>;
  readonly #listeners = new Map<NotificationName, Set<(params: never) => void>>();
  readonly #answers: Answers = {
    list: () => ({ runs: [...this.#runs.values()].map(({ run }) => run) }),
    get: ({ run }) => this.#known(run),
    evaluation: ({ run }) => this.#known(run).evaluation,
    events: ({ run }) => {
      const { records, run: summary } = this.#known(run);
      return { events: records.filter(({ type }) => type !== "metrics"), lastSequence: summary.lastSequence };
    },
    history: ({ run, metric, buckets = 1000, fromStep = 0, toStep = Number.POSITIVE_INFINITY }) => {
      const { history, run: summary } = this.#known(run);
      return { buckets: history?.(metric, buckets, fromStep, toStep) ?? [], lastSequence: summary.lastSequence };
    },
    subscribe: ({ run, afterSequence = 0 }) => {
      const known = this.#known(run);
      const records = known.records.filter(({ sequence }) => sequence > afterSequence);
      if (records.length > 0) setTimeout(() => this.#notify("run/records", { run, records }));
      return { lastSequence: known.run.lastSequence };
    },
    unsubscribe: () => ({}),
    preview: () => recordedPreview,
  };

  constructor(runs: readonly RecordedRun[]) {
    this.#runs = new Map(runs.map((run) => [run.run.id, run]));
  }

  async request<Name extends RequestName>(method: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
    const answer = this.#answers[method];
    if (answer === undefined) throw new RefusedError("recorded", `This is a record: it cannot ${method}.`, undefined);
    return answer(params);
  }

  on<Name extends NotificationName>(method: Name, listener: (params: NotificationOf<Name>) => void): () => void {
    const listeners = this.#listeners.get(method) ?? new Set();
    this.#listeners.set(method, listeners.add(listener as (params: never) => void));
    return () => listeners.delete(listener as (params: never) => void);
  }

  close(): void {
    this.#listeners.clear();
  }

  #known(run: string): RecordedRun {
    const known = this.#runs.get(run);
    if (known === undefined) throw new RefusedError("unknown-run", `There is no record of ${run}.`, undefined);
    return known;
  }

  #notify<Name extends NotificationName>(method: Name, params: NotificationOf<Name>): void {
    for (const listener of this.#listeners.get(method) ?? []) listener(params as never);
  }
}
