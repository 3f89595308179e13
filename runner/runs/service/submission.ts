import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { errorCode } from "../storage-error.ts";

/** `submission.json` of a run: the key of the request that made it, so that a request that is repeated finds it. */
const schema = z.object({ idempotencyKey: z.string().nullable() });

export const submissionFile = "submission.json";

export const encodeSubmission = (idempotencyKey: string | null): string => `${JSON.stringify({ idempotencyKey })}\n`;

/** Null where the run has no key, or was not submitted. */
export function readIdempotencyKey(folder: string): string | null {
  try {
    return schema.parse(JSON.parse(readFileSync(join(folder, submissionFile), "utf8"))).idempotencyKey;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
