import { pathToFileURL } from "node:url";
import { builtFile } from "../../../built-file.ts";
import { startThread, type Thread } from "../../../threads/thread.ts";
import type { ImageSource } from "../../dataset.ts";
import type { PackSettings } from "../manifest.ts";
import type { PackWorkerSetup, PrepareAnswer, PrepareRequest } from "./worker-protocol.ts";

/**
 * Threads that prepare images, started when there is work. One that crashes, or stays at an image for longer than
 * `imageTimeLimitMs`, is replaced, and its image counts as broken.
 */
export interface PackPool {
  prepare(source: ImageSource): Promise<PrepareAnswer>;
  close(): Promise<void>;
}

export interface PackPoolOptions {
  workers: number;
  settings: PackSettings;
  imageTimeLimitMs?: number;
  workerPath?: string;
}

/** A thread and the image that it is at. */
interface Lane {
  worker: Thread;
  answer: ((answer: PrepareAnswer) => void) | undefined;
  limit: NodeJS.Timeout | undefined;
}

export function createPackPool(options: PackPoolOptions): PackPool {
  const { settings, workers: count, imageTimeLimitMs = 120_000, workerPath = builtFile("pack-worker.mjs") } = options;
  const waiting: { source: ImageSource; answer(answer: PrepareAnswer): void }[] = [];
  const lanes = new Set<Lane>();
  const givenUp: Thread[] = [];

  function start(): Lane {
    const worker = startThread<PrepareAnswer>(pathToFileURL(workerPath), { settings } satisfies PackWorkerSetup, {
      message: (answer) => settle(lane, answer),
      lost: (reason) => giveUp(lane, reason),
    });
    const lane: Lane = { worker, answer: undefined, limit: undefined };
    lanes.add(lane);
    return lane;
  }

  function work(): void {
    while (waiting.length > 0) {
      const idle = [...lanes].find(({ answer }) => answer === undefined);
      const lane = idle ?? (lanes.size < count ? start() : undefined);
      if (!lane) return;
      const { source, answer } = waiting.shift()!;
      lane.answer = answer;
      lane.limit = setTimeout(() => giveUp(lane, `it took longer than ${imageTimeLimitMs / 1000} s`), imageTimeLimitMs);
      lane.worker.post({ source } satisfies PrepareRequest);
    }
  }

  function settle(lane: Lane, answer: PrepareAnswer): void {
    clearTimeout(lane.limit);
    const settled = lane.answer;
    lane.answer = undefined;
    settled?.(answer);
    work();
  }

  function giveUp(lane: Lane, reason: string): void {
    if (!lanes.delete(lane)) return;
    lane.worker.giveUp();
    givenUp.push(lane.worker);
    settle(lane, { broken: reason });
  }

  return {
    prepare: (source) =>
      new Promise((answer) => {
        waiting.push({ source, answer });
        work();
      }),
    async close() {
      const open = [...lanes];
      lanes.clear();
      for (const { limit } of open) clearTimeout(limit);
      await Promise.all([...open.map(({ worker }) => worker), ...givenUp].map((worker) => worker.leave()));
    },
  };
}
