import { z } from "zod";
import { runStates } from "../journal.ts";

/** What a list of runs shows of one. It is made from the run's folder alone, so a runner can rebuild it at any time. */
export const runSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(runStates),
  /** Why it is in this state, where there is something to say. */
  reason: z.string().nullable(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** 1 is next; null when it does not wait. */
  queuePosition: z.int().min(1).nullable(),
  backend: z.string().nullable(),
  device: z.string().nullable(),
  host: z.string().nullable(),
  step: z.int().min(0),
  totalSteps: z.int().min(0),
  /** Epochs completed. */
  epoch: z.int().min(0),
  totalEpochs: z.int().min(0),
  /** Latest value of each metric, keys from shared/metrics.ts. */
  latest: z.record(z.string(), z.number()),
  best: z.object({ top1: z.number(), epoch: z.int().min(0) }).nullable(),
  /** Estimated; null where nothing is known yet or nothing is left. */
  secondsLeft: z.number().nullable(),
  quarantinedImages: z.int().min(0),
  /** Number of the journal's last record. */
  lastSequence: z.int().min(0),
  note: z.string(),
  tags: z.array(z.string()),
  pinned: z.boolean(),
});
export type RunSummary = z.output<typeof runSummarySchema>;
