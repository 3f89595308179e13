/** What a service tells a run process that it starts. Nothing secret: arguments can be read by every user of a machine. */
export interface RunProcessOptions {
  /** The data roots, real paths. */
  roots: string[];
  /** Null: the one that the run was trained on so far, or else the best here. */
  backend: string | null;
}

/** How a run process ended, for the case that the disk did not take its last words. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** Another process holds the run. */
  notOurs: 3,
  /** The disk is full or broken: the run can go on when that is mended. EX_TEMPFAIL of sysexits.h. */
  storage: 75,
} as const;
