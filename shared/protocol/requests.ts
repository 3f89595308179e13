import { z } from "zod";
import { journalEventSchema } from "../journal.ts";
import { protocolErrorCodes } from "./errors.ts";
import { evaluationEntrySchema, evaluationSchema } from "./evaluation.ts";
import { previewParams, previewResult } from "./preview.ts";
import { problemLanguage, problemSchema } from "./problem.ts";
import { runSummarySchema } from "./run-summary.ts";
import { runnerDescriptionSchema } from "./runner-description.ts";

/**
 * The requests that a client makes of a runner: JSON-RPC 2.0 in WebSocket text frames, path `/rpc`. Both sides check
 * parameters and results against these schemas. The first request must be `initialize`; every request is answered.
 */

/** Raised when a change would break an older client or runner. */
export const protocolVersion = 1;

export const topics = ["runs", "machine"] as const;
export type Topic = (typeof topics)[number];

const runId = z.string().min(1).max(200);
const run = z.strictObject({ run: runId });
const summary = z.object({ run: runSummarySchema });

/** What people may change of a run at any time. It lives beside the journal, in `labels.json`. */
export const labelsSchema = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  note: z.string().max(20_000).optional(),
  tags: z.array(z.string().min(1).max(100)).max(50).optional(),
  pinned: z.boolean().optional(),
});

/** A checkpoint that a run can go on from. */
const checkpoint = z.object({
  /** Steps that were done. */
  step: z.int().min(0),
  /** Of the last of them, 0-based. */
  epoch: z.int().min(0),
  /** Validation top-1 after this step, 0 to 1; null where it was not measured. */
  top1: z.number().nullable(),
});

/** Min, max and mean of the values in a range of steps: what a chart of a long run draws. */
export const bucketSchema = z.object({
  firstStep: z.int(),
  lastStep: z.int(),
  firstTime: z.number(),
  lastTime: z.number(),
  count: z.int().min(1),
  min: z.number(),
  max: z.number(),
  mean: z.number(),
});
export type Bucket = z.output<typeof bucketSchema>;

export const requests = {
  /** Agrees on a version; an unknown one is refused with the versions that the runner speaks. */
  initialize: {
    params: z.strictObject({
      protocolVersion: z.int(),
      client: z.string().max(200),
      /** What the client wants to hear of unasked: `runs/changed`, `machine/metrics`. */
      topics: z.array(z.enum(topics)).max(topics.length).default([]),
    }),
    result: z.object({ protocolVersion: z.int(), runner: z.string(), version: z.string(), host: z.string() }),
  },
  /** What the runner is: its machine, backends and devices. */
  describe: { params: z.strictObject({}), result: runnerDescriptionSchema },
  /** Queues a recipe. `recipe` has `extends` and relative bases resolved by the client; `source` is the file as written. */
  submit: {
    params: z.strictObject({
      recipe: z.unknown(),
      source: z.string().max(1 << 20),
      labels: labelsSchema.optional(),
      /** A client that repeats a doubtful submit sends the same key and gets the same run. */
      idempotencyKey: z.string().min(8).max(100).optional(),
      language: problemLanguage,
    }),
    result: summary,
  },
  /** What this recipe would do on this runner. Nothing is queued. */
  plan: {
    params: z.strictObject({ recipe: z.unknown(), language: problemLanguage }),
    result: z.object({ plan: z.unknown().nullable(), problems: z.array(problemSchema) }),
  },
  /** What the recipe's augmentation makes of images of its own data set. Nothing is queued. */
  preview: { params: previewParams, result: previewResult },
  list: { params: z.strictObject({}), result: z.object({ runs: z.array(runSummarySchema) }) },
  /** A run with its recipe as written, its plan, and its checkpoints, latest first. */
  get: {
    params: run,
    result: z.object({
      run: runSummarySchema,
      recipe: z.string(),
      plan: z.unknown(),
      checkpoints: z.array(checkpoint),
    }),
  },
  pause: { params: run, result: summary },
  /**
   * Queues a run that rests again. With `step` it goes on from that checkpoint, also where it has completed: what was
   * recorded after that step counts no more, and later checkpoints are set aside.
   */
  resume: { params: z.strictObject({ run: runId, step: z.int().min(1).optional() }), result: summary },
  stop: { params: run, result: summary },
  /** Moves the run's folder to the runner's trash folder. */
  delete: { params: run, result: z.object({ trashedTo: z.string() }) },
  /** Undoes `delete`: brings the run back from the trash folder. */
  restore: { params: run, result: summary },
  label: { params: z.strictObject({ run: runId, labels: labelsSchema }), result: summary },
  /** Moves a queued run to `position`, 1 being next. */
  reorder: { params: z.strictObject({ run: runId, position: z.int().min(1) }), result: summary },
  /**
   * Sends every journal record after `afterSequence` as `run/records` notifications, in order and without a gap, then
   * follows. The answer comes first. A client that reads too slowly gets the latest values as `run/coalesced` now and then,
   * and the records when it takes them. Subscribing again starts anew from the number given.
   */
  subscribe: {
    params: z.strictObject({ run: runId, afterSequence: z.int().min(0).default(0) }),
    result: z.object({ lastSequence: z.int().min(0) }),
  },
  unsubscribe: { params: run, result: z.object({}) },
  /** One metric of a run in at most `buckets` buckets, between steps where given. */
  history: {
    params: z.strictObject({
      run: runId,
      metric: z.string().min(1).max(100),
      buckets: z.int().min(1).max(10_000).default(1000),
      fromStep: z.int().min(0).optional(),
      toStep: z.int().min(0).optional(),
    }),
    result: z.object({ buckets: z.array(bucketSchema), lastSequence: z.int().min(0) }),
  },
  /**
   * What a run's journal says beside metrics: states, environments, the log, checkpoints, images that were set aside. In
   * order; of more than 4,000 the latest, and all environments.
   */
  events: {
    params: run,
    result: z.object({ events: z.array(journalEventSchema), lastSequence: z.int().min(0) }),
  },
  /**
   * A validation of a run in detail: the latest, or the one of `epoch`. Null where there is none; `available` lists those
   * that can be had, the latest first.
   */
  evaluation: {
    params: z.strictObject({ run: runId, epoch: z.int().min(0).optional() }),
    result: z.object({ evaluation: evaluationSchema.nullable(), available: z.array(evaluationEntrySchema) }),
  },
} as const;

export type RequestName = keyof typeof requests;
/** Parameters as they are once the schema has checked them: with the defaults filled in. */
export type CheckedParams<Name extends RequestName> = z.output<(typeof requests)[Name]["params"]>;
export type ParamsOf<Name extends RequestName> = z.input<(typeof requests)[Name]["params"]>;
export type ResultOf<Name extends RequestName> = z.output<(typeof requests)[Name]["result"]>;

/** What a runner sends without an answer being due. */
export const notifications = {
  /** Records of a run that is subscribed to; the first follows the last one sent. */
  "run/records": z.object({ run: runId, records: z.array(journalEventSchema) }),
  /**
   * The client is behind: these are the values as of record `throughSequence`. The records themselves follow, from where
   * they broke off, as the client takes them.
   */
  "run/coalesced": z.object({
    run: runId,
    throughSequence: z.int().min(1),
    step: z.int(),
    epoch: z.int(),
    values: z.record(z.string(), z.number()),
  }),
  /** The runner cannot follow the run any more: it was deleted, or its journal cannot be read. */
  "subscription/ended": z.object({ run: runId, code: z.enum(protocolErrorCodes), message: z.string() }),
  /** Topic `runs`. A run appeared or its summary changed (at most a few times a second for each run). */
  "runs/changed": z.object({ runs: z.array(runSummarySchema), deleted: z.array(runId) }),
  /** Topic `machine`. The machine, every few seconds; keys from shared/metrics.ts. */
  "machine/metrics": z.object({ time: z.number(), values: z.record(z.string(), z.number()) }),
} as const;

export type NotificationName = keyof typeof notifications;
export type NotificationOf<Name extends NotificationName> = z.output<(typeof notifications)[Name]>;
