// How long a service takes to open a folder of 1,000 finished runs, with its index and without.
// node scripts/bundle-for-node.mjs test/bench/thousand-runs.ts .build/thousand-runs.mjs && node .build/thousand-runs.mjs
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRunService } from "../../runner/runs/service/open-run-service.ts";
import { createPlan } from "../../shared/plan.ts";
import { recipeSchema } from "../../shared/recipe/schema.ts";

const count = 1000;
const steps = 1000;
const folder = mkdtempSync(join(tmpdir(), "recipe-lab-bench-"));
const runs = join(folder, "runs");

function writeRuns(): void {
  const recipe = recipeSchema.parse({ name: "bench" });
  const classes = Array.from({ length: 1000 }, (_, index) => `n${index}`);
  const plan = JSON.stringify(createPlan(recipe, { trainImages: 256_000, validationImages: 50_000, classes }));
  const environment = { host: "h", backend: "wasm", device: "d", devices: 1, versions: {}, resumedFromStep: 0 };
  const events: object[] = [
    { type: "state", state: "queued" },
    { type: "environment", ...environment },
  ];
  for (let step = 1; step <= steps; step++) {
    events.push({
      type: "metrics",
      step,
      epoch: 0,
      values: { "train/loss": 1 / step, learningRate: 0.1, batchSize: 256 },
    });
  }
  events.push({ type: "state", state: "completed" });
  const journal = events
    .map((event, at) => `${JSON.stringify({ sequence: at + 1, time: 1e12 + at, ...event })}\n`)
    .join("");
  for (let run = 0; run < count; run++) {
    const path = join(runs, `run-${String(run).padStart(4, "0")}`);
    mkdirSync(path, { recursive: true });
    if (run === 0) {
      writeFileSync(join(path, "plan.json"), plan);
      writeFileSync(join(path, "journal.ndjson"), journal);
      writeFileSync(join(path, "control.json"), '{"intent":"run"}');
    } else cpSync(join(runs, "run-0000"), path, { recursive: true });
  }
}

async function openAndClose(what: string): Promise<void> {
  const began = performance.now();
  const service = await openRunService({ runsFolder: runs, dataRoots: [folder], runsPerDevice: 0 });
  const opened = performance.now();
  const list = service.list();
  const listed = performance.now();
  const ms = (from: number, to: number) => `${Math.round(to - from)} ms`.padStart(8);
  console.log(`${what.padEnd(24)} open ${ms(began, opened)}   list ${list.length} runs ${ms(opened, listed)}`);
  await service.close();
}

try {
  writeRuns();
  await openAndClose("without an index");
  await openAndClose("with the index");
  await openAndClose("with the index, again");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
