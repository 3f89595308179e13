import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../../../runner/errors.ts";
import type { StateDict } from "../../../runner/interop/safetensors.ts";
import { readCheckpoint } from "../../../runner/training/checkpoint.ts";
import {
  bestStep,
  CheckpointStore,
  listCheckpoints,
  surveyCheckpoints,
} from "../../../runner/training/checkpoint-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "recipe-lab-checkpoints-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function tensors(value: number): { weights: StateDict; momentum: StateDict } {
  const state = (offset: number): StateDict =>
    new Map([["fc.weight", { dtype: "F32", shape: [2, 2], data: Float32Array.of(1, 2, 3, value + offset) }]]);
  return { weights: state(0), momentum: state(0.5) };
}

function manifest(step: number) {
  return {
    step,
    epoch: 0,
    batchInEpoch: step,
    devices: 1,
    seed: 7,
    network: { architecture: "resnet20", variant: "original", classes: 2 },
    data: { trainImages: 8, validationImages: 4, classes: ["cat", "dog"] },
  };
}

const open = (keep = 2, beforeCommit = async () => {}, top1: ReadonlyMap<number, number> = new Map()) =>
  new CheckpointStore(folder, { steps: [], keep, top1, beforeCommit });

describe("checkpoints", () => {
  test("read back as they were written", async () => {
    await open().save(manifest(3), tensors(9));
    const checkpoint = await readCheckpoint(join(folder, "3"));
    expect(checkpoint.manifest).toMatchObject(manifest(3));
    expect(checkpoint.weights).toEqual(tensors(9).weights);
    expect(checkpoint.momentum).toEqual(tensors(9).momentum);
  });

  test("keep the latest, and the best by validation top-1", async () => {
    const top1 = new Map<number, number>();
    const store = open(2, async () => {}, top1);
    for (const [step, value] of [0.2, 0.6, 0.6, undefined, 0.5, 0.4].entries()) {
      if (value !== undefined) top1.set(step + 1, value);
      await store.save(manifest(step + 1), tensors(step));
    }
    expect(readdirSync(folder).sort()).toEqual(["2", "5", "6"]);
    expect(store.latestStep).toBe(6);
  });

  test("the best is the earliest of equals; what was not validated is not considered", () => {
    expect(
      bestStep(
        [3, 1, 2],
        new Map([
          [3, 0.5],
          [2, 0.5],
          [9, 1],
        ]),
      ),
    ).toBe(2);
    expect(bestStep([1], new Map())).toBeNull();
  });

  test("sort by number, and ignore what is unfinished or set aside", async () => {
    for (const name of ["9", "10", "100", ".writing-200", "300.damaged"]) mkdirSync(join(folder, name));
    expect(await listCheckpoints(folder)).toEqual([100, 10, 9]);
    expect(await listCheckpoints(join(folder, "none"))).toEqual([]);
  });

  test("a folder that cannot be read is not one without checkpoints", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(surveyCheckpoints(join(folder, "file"))).rejects.toMatchObject({ code: "checkpoint-unreadable" });
    mkdirSync(join(folder, "1", "manifest.json"), { recursive: true });
    await expect(surveyCheckpoints(folder)).rejects.toMatchObject({ code: "checkpoint-unreadable" });
  });

  test("one that may not be committed leaves nothing behind", async () => {
    await open().save(manifest(1), tensors(1));
    const fenced = open(2, async () => {
      throw new UserError("lease-lost", "taken over");
    });
    await expect(fenced.save(manifest(2), tensors(2))).rejects.toThrow("taken over");
    expect(readdirSync(folder)).toEqual(["1"]);
  });

  test("any changed or missing byte is noticed, and the one before is used", async () => {
    const store = open();
    await store.save(manifest(1), tensors(1));
    await store.save(manifest(2), tensors(2));
    const files = readdirSync(join(folder, "2"));
    expect(files.sort()).toEqual(["manifest.json", "momentum.safetensors", "weights.safetensors"]);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.oneof(fc.constant("truncate" as const), fc.constant("remove" as const), fc.integer({ min: 1, max: 255 })),
        async (name, position, change) => {
          const path = join(folder, "2", name);
          const whole = readFileSync(path);
          const at = position % whole.length;
          if (change === "remove") rmSync(path);
          else if (change === "truncate") writeFileSync(path, whole.subarray(0, at));
          else
            writeFileSync(
              path,
              whole.map((byte, index) => (index === at ? byte ^ change : byte)),
            );
          try {
            const { latest, damaged } = await surveyCheckpoints(folder);
            expect(latest?.manifest.step).toBe(1);
            expect(damaged).toEqual([{ step: 2, reason: expect.stringContaining(name) }]);
          } finally {
            writeFileSync(path, whole);
          }
        },
      ),
      { numRuns: 300 },
    );
    expect((await surveyCheckpoints(folder)).latest?.manifest.step).toBe(2);
  });

  test("all damaged is an error, never a fresh start; damaged ones are set aside to be written again", async () => {
    await open().save(manifest(1), tensors(1));
    writeFileSync(join(folder, "1", "weights.safetensors"), "");
    await expect(surveyCheckpoints(folder)).rejects.toMatchObject({ code: "checkpoint-damaged" });
    mkdirSync(join(folder, ".writing-2"));
    const store = open();
    await store.tidy([{ step: 1, reason: "" }]);
    await store.save(manifest(1), tensors(5));
    expect(readdirSync(folder).sort()).toEqual(["1", "1.damaged"]);
  });
});
