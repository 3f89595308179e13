// How long a run of ten million points takes to open: builds a journal, reads it from scratch, and asks for its history.
// node scripts/bundle-for-node.mjs test/bench/history.ts .build/bench-history.mjs && node .build/bench-history.mjs
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadLog, saveLog } from "../../runner/runs/service/log-cache.ts";
import { RunLog } from "../../runner/runs/service/run-log.ts";

const steps = 1_250_000;
const folder = mkdtempSync(join(tmpdir(), "recipe-lab-bench-"));
const path = join(folder, "journal.ndjson");
const cache = join(folder, "cache");

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(`${what.padEnd(64)} ${Math.round(performance.now() - began)} ms   (${memory} MiB resident)`);
  return result;
}

async function writeJournal(): Promise<void> {
  const out = createWriteStream(path);
  const environment = { host: "h", backend: "wasm", device: "d", devices: 1, versions: {}, resumedFromStep: 0 };
  out.write(`${JSON.stringify({ sequence: 1, time: 1e12, type: "environment", ...environment })}\n`);
  for (let step = 1; step <= steps; ) {
    let text = "";
    for (const end = Math.min(steps, step + 9_999); step <= end; step++) {
      const noise = Math.sin(step * 12.9898) / 10;
      const values = {
        "train/loss": 2 / Math.log(step + 2) + noise,
        "train/top1": 0.5 + noise,
        "train/top5": 0.8 + noise,
        learningRate: 0.1 * (1 - step / steps),
        batchSize: 256,
        imagesPerSecond: 3000 + 100 * noise,
        dataWait: Math.abs(noise),
        gradientNorm: 1 + noise,
      };
      text += `${JSON.stringify({ sequence: step + 1, time: 1e12 + step * 80, type: "metrics", step, epoch: Math.floor(step / 5000), values })}\n`;
    }
    if (!out.write(text)) await new Promise<void>((resolve) => out.once("drain", () => resolve()));
  }
  await new Promise<void>((resolve) => out.end(() => resolve()));
}

try {
  await timed(`write ${steps} records of 8 metrics`, writeJournal);
  const log = new RunLog(path);
  await timed("read the whole journal (once, where there is no cache)", () => log.catchUp());
  await timed("save the cache", () => saveLog(cache, log.state));
  const again = await timed("open it with the cache", async () => {
    const opened = new RunLog(path, (await loadLog(cache))!);
    await opened.catchUp();
    return opened;
  });
  await timed("history of one metric, 1000 buckets", () => again.history("train/loss", 1000));
  await timed("history of eight metrics, 1000 buckets", () =>
    Promise.all([...again.state.histories.keys()].map((metric) => again.history(metric, 1000))),
  );
  await timed("history between two steps, 10 000 fine buckets", () =>
    again.history("train/loss", 10_000, { fromStep: 600_000, toStep: 750_000 }),
  );
  await timed("history between two steps, 1000 fine buckets", () =>
    again.history("train/loss", 1000, { fromStep: 600_000, toStep: 610_000 }),
  );
  await timed("500 records in the middle", () => again.records(700_000, 500));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
