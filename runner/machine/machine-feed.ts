import type { MetricValues } from "../../shared/metrics.ts";
import { Machine, type MachineOptions } from "./machine.ts";

/** The machine's figures for a run's record: each sample once, with the step that is done next. */
export interface MachineFeed {
  /** The latest sample if it was not taken yet, or nothing. Calls `warn` where something was found since. */
  take(): MetricValues;
  close(): void;
}

export function machineFeed({ warn = () => {}, ...options }: MachineOptions): MachineFeed {
  let fresh: MetricValues = {};
  // Kept until the next step: warnings come at any time, also when the run's journal is closed already.
  const warnings: string[] = [];
  const machine = new Machine({ intervalMs: 10_000, ...options, warn: (message) => warnings.push(message) });
  const close = machine.onMetrics(({ values }) => {
    fresh = values;
  });
  return {
    take() {
      for (const message of warnings.splice(0)) warn(message);
      const taken = fresh;
      fresh = {};
      return taken;
    },
    close,
  };
}
