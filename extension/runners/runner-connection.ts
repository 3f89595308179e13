import type { RunnerClient } from "../../shared/client/runner-client.ts";
import { RunnerSession, type SessionState } from "../../shared/client/runner-session.ts";
import type { Timers } from "../../shared/client/timers.ts";
import { printable } from "../../shared/printable.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import { UserError } from "../../shared/user-error.ts";
import { say } from "../language.ts";
import type { KnownRunner } from "./known-runner.ts";

export const timers: Timers = {
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface ConnectionOptions {
  id: string;
  name: string;
  url: string | null;
  kind: KnownRunner["kind"];
  connect: () => Promise<RunnerClient>;
  /** Whether this says that there is nothing to reach, and nothing is wrong with that. */
  isIdle?: (error: UserError) => boolean;
  onChange: () => void;
  log: (message: string) => void;
}

/** One runner: the connection that is kept to it, and what it has said of itself. */
export class RunnerConnection {
  readonly #options: ConnectionOptions;
  readonly #session: RunnerSession;
  readonly #waiting = new Set<{ resolve: (client: RunnerClient) => void; reject: (error: unknown) => void }>();
  #known: KnownRunner;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { id, name, url, kind, connect } = options;
    this.#known = {
      ...{ id, name, url, kind, ...quiet, state: "idle" },
      ...{ description: null, runs: [], machine: {} },
    };
    this.#session = new RunnerSession({
      connect,
      timers,
      now: Date.now,
      onState: (state) => this.#enter(state),
    });
  }

  get known(): KnownRunner {
    return this.#known;
  }

  get client(): RunnerClient | null {
    const { state } = this.#session;
    return state.state === "connected" ? state.client : null;
  }

  start(): void {
    this.#session.start();
  }

  reconnect(): void {
    this.#session.reconnect();
  }

  stop(): void {
    this.#session.stop();
  }

  change(values: Partial<Pick<KnownRunner, "name" | "url" | "runsFolder">>): void {
    this.#set(values);
  }

  /** The standing connection. Rejects with why there is none, once that is known. */
  connected(): Promise<RunnerClient> {
    const { state } = this.#session;
    if (state.state === "connected") return Promise.resolve(state.client);
    // Who asks wants it now: whatever it was waiting for before the next attempt.
    this.#session.reconnect();
    return new Promise((resolve, reject) => this.#waiting.add({ resolve, reject }));
  }

  #enter(state: SessionState): void {
    switch (state.state) {
      case "stopped":
        this.#set({ ...quiet, state: "idle" });
        this.#answer((waiting) => waiting.reject(stopped(this.#known.name)));
        break;
      case "connecting":
        // While it is tried again and again, what is wrong stays to be seen.
        this.#set(this.#known.state === "unreachable" ? { retryAt: null } : { ...quiet, state: "connecting" });
        break;
      case "connected":
        this.#set({ ...quiet, state: "connected", url: state.client.url });
        this.#listen(state.client);
        this.#answer((waiting) => waiting.resolve(state.client));
        break;
      case "unreachable": {
        const { error, retryAt } = state;
        const isIdle = this.#options.isIdle?.(error) ?? false;
        this.#options.log(`${this.#known.name}: ${error.code}: ${error.message}`);
        this.#set(
          isIdle
            ? { ...quiet, state: "idle" }
            : { state: "unreachable", code: error.code, message: printable(say(error.text), 2_000), retryAt },
        );
        this.#answer((waiting) => waiting.reject(error));
      }
    }
  }

  #answer(how: (waiting: { resolve: (client: RunnerClient) => void; reject: (error: unknown) => void }) => void): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const one of waiting) how(one);
  }

  #listen(client: RunnerClient): void {
    client.on("runs/changed", ({ runs, deleted }) => {
      const changed = new Map(runs.map((run) => [run.id, run]));
      const kept = this.#known.runs.filter(({ id }) => !deleted.includes(id)).map((run) => take(changed, run));
      this.#set({ runs: [...kept, ...changed.values()] });
    });
    client.on("machine/metrics", ({ values }) => this.#set({ machine: values }));
    const learn = async () => {
      const { runs } = await client.request("list", {});
      this.#set({ runs });
      this.#set({ description: await client.request("describe", {}) });
    };
    // A connection that is lost meanwhile says so itself.
    learn().catch((error: unknown) => this.#options.log(`${this.#known.name}: ${String(error)}`));
  }

  #set(values: Partial<KnownRunner>): void {
    this.#known = { ...this.#known, ...values };
    this.#options.onChange();
  }
}

const quiet = { message: null, code: null, retryAt: null } as const;

/** The run as it has become, taken out of what has changed; or as it was. */
function take(changed: Map<string, RunSummary>, run: RunSummary): RunSummary {
  const now = changed.get(run.id);
  changed.delete(run.id);
  return now ?? run;
}

function stopped(name: string): UserError {
  const en = `The connection to ${name} was ended.`;
  return new UserError("stopped", en, { text: { en, ko: `${name} 연결을 종료했습니다.` } });
}
