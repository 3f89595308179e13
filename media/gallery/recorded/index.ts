import { previewResult } from "../../../shared/protocol/preview.ts";
import { type RunSummary, runSummarySchema } from "../../../shared/protocol/run-summary.ts";
import baseline from "./baseline.ndjson";
import cosine from "./cosine.ndjson";
import diverged from "./diverged.ndjson";
import paused from "./paused.ndjson";
import preview from "./preview.ndjson";
import quarantined from "./quarantined.ndjson";
import { linesOf, readRun } from "./recorded-run.ts";
import resumed from "./resumed.ndjson";
import states from "./states.ndjson";
import stopped from "./stopped.ndjson";

/** Runs that a runner has trained; scripts/record-gallery.mjs records them anew. */
export const recorded = {
  baseline: readRun(baseline),
  cosine: readRun(cosine),
  resumed: readRun(resumed),
  diverged: readRun(diverged),
  quarantined: readRun(quarantined),
  stopped: readRun(stopped),
  paused: readRun(paused),
};

/** A summary for each state that a run was seen in. */
export const recordedStates: readonly RunSummary[] = linesOf(states).map((line) => runSummarySchema.parse(line));

/** What a recipe made of four images, and which one could not be read. */
export const recordedPreview = previewResult.parse(linesOf(preview)[0]);
