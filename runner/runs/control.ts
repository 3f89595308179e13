import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "./durable.ts";
import { errorCode } from "./storage-error.ts";

/**
 * `control.json` says what people want of a run. The service writes it before it acts; the run process looks at it between
 * steps. A file works where a channel or a signal would not: after the service was restarted, on every operating system,
 * and when both processes were killed before the wish was fulfilled. A run without the file was not queued by a service.
 */
const controlSchema = z.object({ intent: z.enum(["run", "pause", "stop"]) });
export type Intent = z.output<typeof controlSchema>["intent"];

const controlFile = (folder: string) => join(folder, "control.json");

export const encodeControl = (intent: Intent): string => `${JSON.stringify({ intent })}\n`;

export async function writeIntent(folder: string, intent: Intent): Promise<void> {
  await replaceFile(controlFile(folder), encodeControl(intent));
}

/** Null where the run is not a service's. Throws where the file is there and cannot be read. */
export function readIntent(folder: string): Intent | null {
  try {
    return controlSchema.parse(JSON.parse(readFileSync(controlFile(folder), "utf8"))).intent;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
