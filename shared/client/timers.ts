/** What passes time: `setTimeout` of whatever the program runs in, or a test's. */
export interface Timers {
  /** Calls back once after so many milliseconds; returns how to call it off. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** An AbortSignal, as far as it is looked at. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Rejects with the signal's reason where it comes first. */
export function sleep(timers: Timers, milliseconds: number, signal?: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const callOff = timers.after(milliseconds, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    const onAbort = () => {
      signal?.removeEventListener("abort", onAbort);
      callOff();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) onAbort();
  });
}
