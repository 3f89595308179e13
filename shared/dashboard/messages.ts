import { z } from "zod";
import { languages } from "../language.ts";
import type { RequestName } from "../protocol/requests.ts";
import { notifications, requests } from "../protocol/requests.ts";

/**
 * What a page in the editor (a webview) and the extension say to each other. Both sides check every message. The page
 * reaches a runner through the extension: each page has a connection of its own to each runner that it asks for, so the
 * extension passes requests and notifications on as they are, from the lists below alone.
 */

const id = z.int().min(0);
const runnerId = z.string().min(1).max(200);
const runId = z.string().min(1).max(200);

/** What a page may ask of a runner. A page submits nothing and connects to nothing by itself. */
export const pageRequests = [
  "list",
  "get",
  "describe",
  "plan",
  "preview",
  "history",
  "events",
  "evaluation",
  "subscribe",
  "unsubscribe",
  "pause",
  "resume",
  "stop",
  "label",
  "delete",
  "restore",
  "reorder",
] as const satisfies readonly RequestName[];
export type PageRequest = (typeof pageRequests)[number];

/** What a page asks the editor to do with a run, beyond what the runner does. */
export const pageActions = [
  "rerunWithChanges",
  "resumeFromCheckpoint",
  "openRecipe",
  "revealRunFolder",
  "renameRun",
  "editNote",
  "editTags",
  "deleteRun",
] as const;
export type PageAction = (typeof pageActions)[number];

/** A run, wherever it is. */
export const runRefSchema = z.strictObject({ runner: runnerId, run: runId });
export type RunRef = z.output<typeof runRefSchema>;

/**
 * How it stands with the page's own connection to a runner. Whenever it leaves `connected`, requests under way have failed and
 * subscriptions are gone; at the next `connected` the page lists and subscribes anew. The extension's connection has the
 * topic `runs`.
 */
export const runnerStates = ["connected", "connecting", "unreachable"] as const;
export const pageRunnerSchema = z.strictObject({
  id: runnerId,
  name: z.string().max(200),
  state: z.enum(runnerStates),
  /** Why it is unreachable, and what to do. */
  message: z.string().max(10_000).optional(),
});
export type PageRunner = z.output<typeof pageRunnerSchema>;

export const toHostSchema = z.discriminatedUnion("type", [
  /** The page is there and takes messages. */
  z.strictObject({ type: z.literal("ready") }),
  z.strictObject({
    type: z.literal("request"),
    id,
    runner: runnerId,
    method: z.enum(pageRequests),
    params: z.unknown(),
  }),
  z.strictObject({
    type: z.literal("action"),
    action: z.enum(pageActions),
    runs: z.array(runRefSchema).min(1).max(100),
  }),
  /** Asks for a place and writes a file there; `content` is base64. */
  z.strictObject({ type: z.literal("save"), fileName: z.string().min(1).max(200), content: z.string().max(64 << 20) }),
  z.strictObject({ type: z.literal("copy"), text: z.string().max(16 << 20) }),
  /** Shows the place of a recipe's field: in the schedule and preview pages. */
  z.strictObject({ type: z.literal("reveal"), path: z.array(z.union([z.string(), z.number()])).max(64) }),
]);
export type ToHost = z.output<typeof toHostSchema>;

export const toPageSchema = z.discriminatedUnion("type", [
  /** First, in answer to `ready`: what to show. */
  z.strictObject({
    type: z.literal("init"),
    language: z.enum(languages),
    runners: z.array(pageRunnerSchema),
    open: z.array(runRefSchema),
    /** A tab to begin with: "confusion". */
    tab: z.string().max(50).optional(),
  }),
  z.strictObject({ type: z.literal("runners"), runners: z.array(pageRunnerSchema) }),
  /** Shows these runs, in place of those shown now. */
  z.strictObject({ type: z.literal("open"), open: z.array(runRefSchema), tab: z.string().max(50).optional() }),
  z.strictObject({ type: z.literal("result"), id, result: z.unknown() }),
  z.strictObject({ type: z.literal("error"), id, code: z.string().max(200), message: z.string().max(20_000) }),
  z.strictObject({
    type: z.literal("notification"),
    runner: runnerId,
    method: z.enum(Object.keys(notifications) as [keyof typeof notifications, ...(keyof typeof notifications)[]]),
    params: z.unknown(),
  }),
]);
export type ToPage = z.output<typeof toPageSchema>;

/** The parameters of a request that a page makes, checked. */
export const pageRequestParams = (method: PageRequest, params: unknown) => requests[method].params.parse(params);
