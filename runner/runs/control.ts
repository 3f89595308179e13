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
const controlSchema = z.object({
  intent: z.enum(["run", "pause", "stop"]),
  /** Where the service had the run trained last: "gpu:0". */
  device: z.string().optional(),
});
export type Control = z.output<typeof controlSchema>;
export type Intent = Control["intent"];

const controlFile = (folder: string) => join(folder, "control.json");

export const encodeControl = (control: Control): string => `${JSON.stringify(control)}\n`;

export async function writeControl(folder: string, control: Control): Promise<void> {
  await replaceFile(controlFile(folder), encodeControl(control));
}

/** Null where the run is not a service's. Throws where the file is there and cannot be read. */
export function readControl(folder: string): Control | null {
  try {
    return controlSchema.parse(JSON.parse(readFileSync(controlFile(folder), "utf8")));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
