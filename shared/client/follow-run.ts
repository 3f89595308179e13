import type { JournalEvent } from "../journal.ts";
import { UserError } from "../user-error.ts";
import { backoffMs } from "./backoff.ts";
import { ConnectError } from "./connect-error.ts";
import { at } from "./network-problem.ts";
import type { RunnerClient } from "./runner-client.ts";
import { type StopSignal, sleep, type Timers } from "./timers.ts";

export interface FollowOptions {
  connect: () => Promise<RunnerClient>;
  timers: Timers;
  run: string;
  /** Number of the last record that is known already. */
  afterSequence?: number;
  /**
   * Takes records in order, each once. `upToDate` says that they end where the journal ended when the runner was last
   * asked, so that a state among them is the run's state. Returns true to end.
   */
  onRecords: (records: JournalEvent[], upToDate: boolean) => boolean;
  /** The connection is gone, and the next attempt comes in so many milliseconds. */
  onLost?: (error: UserError, waitMs: number) => void;
  onConnected?: () => void;
  random?: () => number;
  signal?: StopSignal;
}

/**
 * Follows a run's journal across lost connections and restarts of the runner: every record once, in order, without a gap.
 * Resolves when `onRecords` says so, and rejects where trying again cannot help. Only the first connection must succeed at once.
 */
export async function followRun(options: FollowOptions): Promise<void> {
  const { onLost, onConnected, signal, random, timers } = options;
  const position = { last: options.afterSequence ?? 0 };
  let everConnected = false;
  for (let attempt = 0; ; attempt += 1) {
    let error: UserError;
    try {
      const client = await options.connect();
      everConnected = true;
      onConnected?.();
      const before = position.last;
      const ending = await followOnce(client, options, position);
      if (ending === "done") return;
      if (position.last > before) attempt = 0; // there was progress: this is a new loss
      error = ending;
    } catch (thrown) {
      if (!(thrown instanceof ConnectError) || !thrown.retry || !everConnected) throw thrown;
      error = thrown;
    }
    const wait = backoffMs(attempt, random);
    onLost?.(error, wait);
    await sleep(timers, wait, signal);
  }
}

/** Follows over one connection; resolves with why it ended, and rejects where a new one would not help. */
async function followOnce(
  client: RunnerClient,
  { run, onRecords, signal }: FollowOptions,
  position: { last: number },
): Promise<"done" | UserError> {
  let settle: (ending: "done" | UserError) => void = () => {};
  const ended = new Promise<"done" | UserError>((resolve) => {
    settle = resolve;
  });
  const onAbort = () => client.close();
  signal?.addEventListener("abort", onAbort);
  try {
    let ends = Number.POSITIVE_INFINITY;
    let early: JournalEvent[] = [];
    let over = false;
    const take = (records: JournalEvent[]) => {
      if (over || records.length === 0) return;
      if (records.some(({ sequence }, index) => sequence !== position.last + 1 + index)) {
        settle(outOfOrder(client.url));
        return;
      }
      position.last += records.length;
      over = onRecords(records, position.last >= ends);
      if (over) settle("done");
    };
    client.on("run/records", ({ run: of, records }) => {
      if (of !== run) return;
      // A record can overtake the code that waits for the answer; it must not overtake `ends`.
      if (ends === Number.POSITIVE_INFINITY) early = [...early, ...records];
      else take(records);
    });
    client.on("subscription/ended", ({ run: of, code, message }) => {
      if (of === run) settle(new UserError(code, message, { exitCode: 1 }));
    });
    void client.closed.then(() => settle(client.failure ?? connectionLost(client.url)));
    ({ lastSequence: ends } = await client.request("subscribe", { run, afterSequence: position.last }));
    take(early);
    // Nothing is missing: what was known before may be the end.
    if (!over && position.last >= ends && onRecords([], true)) return "done";
    const ending = await ended;
    if (ending !== "done" && !(ending instanceof ConnectError)) throw ending;
    return ending;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    client.close();
  }
}

/** A connection that was there has ended. */
export function connectionLost(url: string): ConnectError {
  const en = "the connection was lost.";
  return new ConnectError("lost", `${url}: ${en}`, { retry: true, text: at(url, { en, ko: "연결이 끊겼습니다." }) });
}

function outOfOrder(url: string): ConnectError {
  const en = "records came out of order; asking again.";
  return new ConnectError("lost", `${url}: ${en}`, {
    retry: true,
    text: at(url, { en, ko: "기록의 순서가 어긋나 다시 요청합니다." }),
  });
}
