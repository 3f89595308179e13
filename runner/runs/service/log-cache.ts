import { readFile } from "node:fs/promises";
import { z } from "zod";
import { replaceFile } from "../durable.ts";
import { errorCode } from "../storage-error.ts";
import { MetricHistory } from "./metric-history.ts";
import type { LogState } from "./run-log.ts";

/**
 * What a service knows of a long journal, in a file: a line of JSON, then the histories' numbers as they lie in memory. It
 * is a cache. One that is missing, damaged, of another version or of another machine's byte order is made anew.
 */
const version = 3;

type Header = Omit<LogState, "histories"> & { version: number; histories: { metric: string; numbers: number }[] };
const headerSchema = z.looseObject({
  version: z.literal(version),
  bytes: z.int(),
  histories: z.array(z.object({ metric: z.string(), numbers: z.int() })),
});

export async function saveLog(path: string, { histories, ...state }: LogState): Promise<void> {
  const list = [...histories].map(([metric, { values }]) => ({ metric, numbers: values.length }));
  const head = Buffer.from(JSON.stringify({ version, ...state, histories: list } satisfies Header));
  // The numbers begin at a multiple of eight bytes.
  const padded = Buffer.concat([head, Buffer.alloc(7 - (head.length % 8), " "), Buffer.from("\n")]);
  const numbers = [...histories.values()].map(({ values }) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  );
  await replaceFile(path, Buffer.concat([padded, ...numbers]));
}

/** Null where there is no cache to use. */
export async function loadLog(path: string): Promise<LogState | null> {
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
  const headEnd = file.indexOf("\n") + 1;
  let header: Header;
  try {
    const json = JSON.parse(file.toString("utf8", 0, headEnd)) as Header;
    headerSchema.parse(json);
    header = json;
  } catch {
    return null;
  }
  const { version: _, histories: list, ...state } = header;
  const total = list.reduce((sum, { numbers }) => sum + numbers, 0);
  if (file.length !== headEnd + 8 * total) return null;
  const all = new Float64Array(total);
  file.copy(Buffer.from(all.buffer), 0, headEnd);
  const histories: LogState["histories"] = new Map();
  let at = 0;
  for (const { metric, numbers } of list) {
    histories.set(metric, MetricHistory.from(all.slice(at, at + numbers)));
    at += numbers;
  }
  return { ...state, histories };
}
