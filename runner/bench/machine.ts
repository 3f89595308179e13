import { arch, availableParallelism, cpus, loadavg, release, type } from "node:os";
import sharp from "sharp";

/** Where figures were measured: a figure without it says nothing. */
export interface Machine {
  processor: string;
  threads: number;
  system: string;
  /** Load of the last minute when the measurement began: above 0.5 the figures are somebody else's too. */
  load: number;
  versions: Record<string, string>;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    threads: availableParallelism(),
    system: `${type()} ${release()} ${arch()}`,
    load: loadavg()[0]!,
    versions: { node: process.versions.node, sharp: sharp.versions.sharp!, libvips: sharp.versions.vips },
  };
}
