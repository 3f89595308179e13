import { arch, availableParallelism, cpus, freemem, hostname, loadavg, platform, release, totalmem } from "node:os";
import type { MetricValues } from "../../shared/metrics.ts";
import { type ProcessorTime, processorUse } from "./processor.ts";

/**
 * The machine as a whole, also where a container or a job may use a part of it only. On Linux the memory that is used is
 * what is not available: what the page cache holds can be had at once.
 */
export function hostValues(before: ProcessorTime, after: ProcessorTime): MetricValues {
  const use = processorUse(before, after);
  const total = totalmem();
  return {
    ...(use === null ? {} : { "machine/processor": use }),
    ...(platform() === "win32" ? {} : { "machine/load": loadavg()[0]! }),
    "machine/memoryUsed": Math.max(0, total - freemem()),
    "machine/memoryTotal": total,
    "machine/processMemory": process.memoryUsage.rss(),
  };
}

export interface HostIdentity {
  host: string;
  /** Operating system, its release and the architecture: "linux 6.1.0 x64". */
  system: string;
  processor: string;
  /** Processors that this process may use. */
  threads: number;
  memoryBytes: number;
}

export function hostIdentity(): HostIdentity {
  return {
    host: hostname(),
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model.trim() || "model unknown",
    threads: availableParallelism(),
    memoryBytes: totalmem(),
  };
}
