import { cpus } from "node:os";

/** Milliseconds since the machine's start, summed over its processors. */
export interface ProcessorTime {
  busy: number;
  idle: number;
}

export function processorTime(): ProcessorTime {
  const sum = { busy: 0, idle: 0 };
  for (const { times } of cpus()) {
    sum.idle += times.idle;
    sum.busy += times.user + times.nice + times.sys + times.irq;
  }
  return sum;
}

/** Share of the time between two readings that was spent working, 0 to 1; null where no time has passed. */
export function processorUse(before: ProcessorTime, after: ProcessorTime): number | null {
  const busy = after.busy - before.busy;
  const whole = busy + after.idle - before.idle;
  if (whole <= 0) return null;
  return Math.min(1, Math.max(0, busy / whole));
}
