import { z } from "zod";

/**
 * The journal of a run: one JSON object a line in `journal.ndjson`, numbered from 1 without a gap, append-only. It is the
 * truth about a run: charts, tables, TensorBoard files and the server's index are all made from it.
 */
const base = { sequence: z.int().min(1), /** Milliseconds since 1970. */ time: z.number() };

export const runStates = [
  "queued",
  "preparing",
  "running",
  "paused",
  "completed",
  "failed",
  "stopped",
  "interrupted",
] as const;
export type RunState = (typeof runStates)[number];

export const journalEventSchema = z.discriminatedUnion("type", [
  z.object({ ...base, type: z.literal("state"), state: z.enum(runStates), reason: z.string().optional() }),
  /** What the run runs on: written at each start and resume. */
  z.object({
    ...base,
    type: z.literal("environment"),
    host: z.string(),
    backend: z.string(),
    device: z.string(),
    devices: z.int(),
    versions: z.record(z.string(), z.string()),
    /** The step that this process starts after: 0, or the checkpoint's. */
    resumedFromStep: z.int().min(0),
  }),
  /** Keys of `values` are names of shared/metrics.ts. `step` is 1-based, `epoch` 0-based. */
  z.object({
    ...base,
    type: z.literal("metrics"),
    step: z.int().min(0),
    epoch: z.int().min(0),
    values: z.record(z.string(), z.number()),
  }),
  z.object({ ...base, type: z.literal("log"), level: z.enum(["info", "warning", "error"]), message: z.string() }),
  z.object({ ...base, type: z.literal("quarantine"), image: z.string(), reason: z.string() }),
  z.object({ ...base, type: z.literal("checkpoint"), step: z.int().min(0), epoch: z.int().min(0), folder: z.string() }),
]);

export type JournalEvent = z.output<typeof journalEventSchema>;
