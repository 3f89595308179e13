import { followRun as follow, type FollowOptions as PureOptions } from "../../shared/client/follow-run.ts";
import type { Timers } from "../../shared/client/timers.ts";
import { type ConnectOptions, connectRunner } from "./connect.ts";
import type { RunnerTarget } from "./target.ts";

export interface FollowOptions extends Omit<PureOptions, "connect" | "timers" | "signal"> {
  target: RunnerTarget;
  heartbeatMs?: number;
  signal?: AbortSignal;
}

const timers: Timers = {
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Follows a run's journal from this machine (shared/client/follow-run.ts). */
export function followRun({ target, heartbeatMs, ...options }: FollowOptions): Promise<void> {
  const connecting: ConnectOptions = { signal: options.signal, ...(heartbeatMs === undefined ? {} : { heartbeatMs }) };
  return follow({ ...options, timers, connect: () => connectRunner(target, connecting) });
}
