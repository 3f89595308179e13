import { readFile } from "node:fs/promises";
import { z } from "zod";
import { replaceFile } from "../durable.ts";
import { errorCode } from "../storage-error.ts";
import type { PlanFacts } from "./plan-facts.ts";
import type { RunFacts } from "./run-facts.ts";

/** What the index holds of a run: enough for its summary, as long as its journal has as many bytes. */
export interface IndexRow {
  plan: PlanFacts;
  folderTime: number;
  idempotencyKey: string | null;
  facts: RunFacts;
  bytes: number;
}

const version = 1;
const schema = z.object({ version: z.literal(version), runs: z.record(z.string(), z.looseObject({})) });

export async function writeIndex(path: string, rows: ReadonlyMap<string, IndexRow>): Promise<void> {
  await replaceFile(path, JSON.stringify({ version, runs: Object.fromEntries(rows) }));
}

/** Empty where there is no index that this version wrote: it is a cache. */
export async function readIndex(path: string): Promise<Map<string, IndexRow>> {
  try {
    const { runs } = schema.parse(JSON.parse(await readFile(path, "utf8")));
    return new Map(Object.entries(runs) as [string, unknown][] as [string, IndexRow][]);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || error instanceof SyntaxError || error instanceof z.ZodError) return new Map();
    throw error;
  }
}
