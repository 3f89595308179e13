import { runReasons } from "../../shared/run-reasons.ts";

/** Reasons of a stop, as the journal has them: by Ctrl-C, and by a control file. */
export const ctrlC = "Ctrl-C";
export const askedFor = runReasons.onRequest.recorded;

/** Asks the training to stop after the step at hand. */
export interface StopRequest {
  /** Why, or null while nobody asked. */
  readonly reason: string | null;
  /** What the run is then: left for later by whoever stopped this process, or at rest because a person said so. */
  readonly endsAs: "interrupted" | "paused" | "stopped";
  /** Stops listening. */
  close(): void;
}

/**
 * Listens for Ctrl-C and for SIGTERM, which job schedulers send. Only the first signal is caught: the next one ends the
 * process at once, which a run survives as it survives `kill -9`.
 */
export function listenForStop(onRequest: (signal: NodeJS.Signals) => void): StopRequest {
  let reason: string | null = null;
  const signals = ["SIGINT", "SIGTERM"] as const;
  const close = () => {
    for (const signal of signals) process.off(signal, stop);
  };
  const stop = (signal: NodeJS.Signals) => {
    close();
    reason = signal === "SIGINT" ? ctrlC : signal;
    onRequest(signal);
  };
  for (const signal of signals) process.on(signal, stop);
  return {
    get reason() {
      return reason;
    },
    endsAs: "interrupted",
    close,
  };
}
