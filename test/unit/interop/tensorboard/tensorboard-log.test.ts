import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { batchImageDue, firstImages } from "../../../../runner/interop/tensorboard/batch-image.ts";
import { EventFile } from "../../../../runner/interop/tensorboard/event-file.ts";
import { TensorBoardLog } from "../../../../runner/interop/tensorboard/tensorboard-log.ts";
import { runFolder } from "../../../../runner/runs/run-folder.ts";
import type { JournalEvent } from "../../../../shared/journal.ts";
import { createPlan, type Plan } from "../../../../shared/plan.ts";
import { recipeSchema } from "../../../../shared/recipe/schema.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorboard-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const names = () => readdirSync(folder).filter((name) => name.startsWith("events"));
const plan = createPlan(recipeSchema.parse({ training: { batchSize: 8 } }), {
  trainImages: 100,
  validationImages: 10,
  classes: ["a", "b"],
});

const environment: JournalEvent & { type: "environment" } = {
  sequence: 1,
  time: 1_700_000_000_000,
  type: "environment",
  host: "host",
  backend: "cpu",
  device: "cpu",
  devices: 1,
  versions: {},
  resumedFromStep: 0,
};
const metrics = (step: number, values: Record<string, number> = { "train/loss": 1 }) =>
  ({ sequence: 1 + step, time: 1_700_000_000_000 + step, type: "metrics", step, epoch: 0, values }) as const;

function log() {
  const warnings: string[] = [];
  const tensorBoard = new TensorBoardLog({ run: runFolder(folder), plan, warn: (message) => warnings.push(message) });
  return { tensorBoard, warnings };
}

test("a file sorts after the earlier ones, also where the clock was set back or the host has odd characters", () => {
  const at = (timeMs: number, sequence: number) => new EventFile(folder, { timeMs, sequence, host: "h/o st" }).close();
  at(1_700_000_000_000, 1);
  at(1_600_000_000_000, 20);
  at(1_600_000_000_000, 300);
  expect(names()).toEqual([
    "events.out.tfevents.1700000000.0000000001.h-o-st",
    "events.out.tfevents.1700000000.0000000020.h-o-st",
    "events.out.tfevents.1700000000.0000000300.h-o-st",
  ]);
});

test("a file that cannot be made is warned of once, and nothing else happens", async () => {
  rmSync(folder, { recursive: true });
  const { tensorBoard, warnings } = log();
  tensorBoard.begin(environment);
  tensorBoard.metrics(metrics(1));
  await tensorBoard.close();
  expect(warnings).toEqual([expect.stringMatching(/TensorBoard file ends here.*ENOENT.*the run goes on/)]);
});

test("a failure in between ends the file with one warning", async () => {
  writeFileSync(join(folder, "recipe.json"), "{}");
  const { tensorBoard, warnings } = log();
  tensorBoard.begin(environment);
  tensorBoard.metrics(metrics(1));
  tensorBoard.metrics(metrics(2, { unheardOf: 1 }));
  tensorBoard.metrics(metrics(3, { unheardOf: 1 }));
  await tensorBoard.close();
  expect(warnings).toEqual([expect.stringContaining("unheardOf is not in the list of metrics")]);
  expect(names()).toHaveLength(1);
});

test("nothing is written before the beginning", async () => {
  const { tensorBoard, warnings } = log();
  tensorBoard.metrics(metrics(1));
  await tensorBoard.close();
  expect([warnings, names()]).toEqual([[], []]);
});

test("pictures are due at the first batch of about ten epochs", () => {
  const due = (epochs: number) =>
    Array.from({ length: epochs }, (_, epoch) => epoch).filter((epoch) =>
      batchImageDue({ epochs: Array.from({ length: epochs }) } as unknown as Plan, {
        row: { ...plan.epochs[0]!, epoch },
        batchInEpoch: 1,
        endsEpoch: false,
      }),
    );
  expect(due(3)).toEqual([0, 1, 2]);
  expect(due(120)).toEqual([0, 12, 24, 36, 48, 60, 72, 84, 96, 108]);
  expect(batchImageDue(plan, { row: plan.epochs[0]!, batchInEpoch: 2, endsEpoch: false })).toBe(false);
});

test("a picture shows the pixels without their normalisation, of the first sixteen images", () => {
  const ops = recipeSchema.parse({
    augmentation: { train: [{ op: "normalize", mean: [10, 20, 30], standardDeviation: [2, 4, 5] }] },
  }).augmentation.train;
  const images = Float32Array.from({ length: 20 * 3 }, (_, value) => Math.floor(value / 3));
  const labels = new Int32Array(20);
  const shown = firstImages({ images, labels, imageSize: 1, targets: new Float32Array(0) }, ops);
  expect(shown).toHaveLength(16);
  expect([...shown[0]!]).toEqual([10, 20, 30]);
  expect([...shown[15]!]).toEqual([40, 80, 105]);
});
