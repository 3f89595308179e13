import { UserError } from "../user-error.ts";
import { backoffMs } from "./backoff.ts";
import { ConnectError } from "./connect-error.ts";
import { connectionLost } from "./follow-run.ts";
import type { RunnerClient } from "./runner-client.ts";
import type { Timers } from "./timers.ts";

/**
 * Keeps one connection to a runner up: connects, notices its end, waits with jittered back-off and connects again, until it
 * is stopped. One attempt or one connection at a time. What only a person can put right (a wrong token, a certificate) is
 * not tried again by itself: `reconnect` is for when they have.
 */
export type SessionState =
  | { state: "stopped" }
  | { state: "connecting" }
  | { state: "connected"; client: RunnerClient }
  /** `retryAt` in milliseconds since 1970; null where no attempt is due. */
  | { state: "unreachable"; error: UserError; retryAt: number | null };

export interface SessionOptions {
  /** Makes a connection; it need not notice that it is not wanted any more, its client is closed then. */
  connect: () => Promise<RunnerClient>;
  onState: (state: SessionState) => void;
  timers: Timers;
  /** Milliseconds since 1970. */
  now: () => number;
  random?: () => number;
}

/** A connection that held for this long was good: its loss is a new one, and the waits begin anew. */
const goodAfterMs = 10_000;

export class RunnerSession {
  readonly #options: SessionOptions;
  #state: SessionState = { state: "stopped" };
  /** Attempts since the last good connection. */
  #attempt = 0;
  /** Goes up whenever what is under way is not wanted any more. */
  #generation = 0;
  #callOff: () => void = () => {};

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Does nothing where it goes already. */
  start(): void {
    if (this.#state.state === "stopped") this.reconnect();
  }

  /** Connects now, whatever it was waiting for. A connection that stands stays. */
  reconnect(): void {
    const { state } = this.#state;
    if (state === "connected" || state === "connecting") return;
    this.#attempt = 0;
    this.#abandon();
    void this.#connect();
  }

  stop(): void {
    if (this.#state.state === "stopped") return;
    const before = this.#state;
    this.#abandon();
    this.#enter({ state: "stopped" });
    if (before.state === "connected") before.client.close();
  }

  async #connect(): Promise<void> {
    const { connect, timers } = this.#options;
    const generation = this.#generation;
    this.#enter({ state: "connecting" });
    let client: RunnerClient;
    try {
      client = await connect();
    } catch (error) {
      if (generation === this.#generation) this.#lose(error);
      return;
    }
    if (generation !== this.#generation) return client.close();
    this.#callOff = timers.after(goodAfterMs, () => {
      this.#attempt = 0;
    });
    this.#enter({ state: "connected", client });
    await client.closed;
    if (generation !== this.#generation) return;
    this.#callOff();
    this.#lose(client.failure ?? connectionLost(client.url));
  }

  #lose(thrown: unknown): void {
    const { timers, now, random } = this.#options;
    const error = thrown instanceof UserError ? thrown : new UserError("internal", String(thrown), { cause: thrown });
    if (!mayHeal(error)) {
      this.#enter({ state: "unreachable", error, retryAt: null });
      return;
    }
    const wait = backoffMs(this.#attempt, random);
    this.#attempt += 1;
    const generation = this.#generation;
    this.#callOff = timers.after(wait, () => {
      if (generation === this.#generation) void this.#connect();
    });
    this.#enter({ state: "unreachable", error, retryAt: now() + wait });
  }

  #abandon(): void {
    this.#generation += 1;
    this.#callOff();
    this.#callOff = () => {};
  }

  #enter(state: SessionState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** A laptop without a network knows no names; that ends by itself too. */
function mayHeal(error: UserError): boolean {
  return error instanceof ConnectError && (error.retry || error.code === "unknown-host");
}
