/** What the bench asks of the process that plays the clients. Each command is answered by one message. */
export type ClientCommand =
  /** Opens connections, all at once, and follows the run; answered when every one has its answer. */
  | { do: "connect"; count: number; port: number; token: string; run: string; afterSequence: number }
  /** Breaks all connections, opens them again at once, and goes on where each was; answered when each has a new record. */
  | { do: "storm" }
  /** What was delivered since the last time. */
  | { do: "collect" }
  /** Reads nothing more. */
  | { do: "stall" }
  | { do: "close" };

export interface Connected {
  seconds: number;
  /** Connections that could not be had, with the first reason. */
  failed: number;
  reason: string | null;
}

export interface Delivered {
  records: number;
  /** Records that came out of order, twice or not at all. */
  wrong: number;
  /** From a record's time in the journal to its arrival, milliseconds; null where nothing came. */
  p50Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
}

export type ClientAnswer = Connected | Delivered | { done: true };
