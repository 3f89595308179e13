import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recipeLab, start } from "../../support/recipe-lab.ts";
import {
  events,
  hashes,
  runArguments,
  type SmallRun,
  smallRun,
  snapshot,
  trained,
  untilStep,
} from "../../support/small-run.ts";

/** Three epochs of five batches of eight images and one of two, which are fewer than the devices. */
const steps = 18;
const onThree = ["--set", "training.devices=3", "--set", "training.lastBatch=keep"];
let place: SmallRun;
let reference: string;
let expected: Record<string, string>;

beforeAll(async () => {
  place = await smallRun();
  reference = await trained(place, ...onThree);
  expected = hashes(reference, steps);
});
afterAll(() => place.remove());

const fresh = (name: string): SmallRun => ({ ...place, runs: join(place.folder, name) });
const resume = (run: string, ...args: string[]) => recipeLab(["run", "--resume", run, ...args]);
const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8"));

describe("a run on three devices", () => {
  test("says so in its plan, its journal and its checkpoints", () => {
    expect(json(reference, "plan.json")).toMatchObject({ devices: 3, totalSteps: steps });
    expect(events(reference)[0]).toMatchObject({ type: "environment", backend: "wasm", devices: 3 });
    expect(json(reference, "checkpoints", String(steps), "manifest.json")).toMatchObject({ devices: 3 });
    expect(events(reference).at(-1)).toMatchObject({ type: "state", state: "completed" });
  });

  test("stopped in the middle of an epoch and resumed ends bit for bit the same", async () => {
    const run = await trained(fresh("parts"), ...onThree, "--max-steps", "8");
    expect((await resume(run, "--set", "training.devices=3")).code).toBe(0);
    expect(hashes(run, steps)).toEqual(expected);
  });

  test("finishes its step on Ctrl-C, and ends the same after that", async () => {
    const here = fresh("ctrl-c");
    const started = start([...runArguments(here), ...onThree]);
    const run = await untilStep(here.runs, 2, started);
    started.child.kill("SIGINT");
    const { code, stderr } = await started.result;
    expect([code, stderr]).toEqual([1, expect.stringContaining(`recipe-lab.mjs run --resume ${run}`)]);
    expect((await resume(run)).code).toBe(0);
    expect(hashes(run, steps)).toEqual(expected);
  });

  test("goes on with three devices only", async () => {
    const before = snapshot(reference);
    const { code, stderr } = await resume(reference, "--set", "training.devices=1");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/other-devices.*trained on 3 devices.*go on with 1/)]);
    expect(snapshot(reference)).toEqual(before);

    const run = await trained(fresh("edited"), ...onThree, "--max-steps", "2");
    writeFileSync(join(run, "plan.json"), JSON.stringify({ ...json(run, "plan.json"), devices: 2 }));
    const edited = await resume(run);
    expect([edited.code, edited.stderr]).toEqual([2, expect.stringContaining("other-devices")]);
  });
});

test("training.deterministic trains every device on plain SIMD", async () => {
  const run = await trained(fresh("plain"), ...onThree, "--set", "training.deterministic=true", "--max-steps", "2");
  expect(events(run)[0]).toMatchObject({ devices: 3, versions: { kernels: "simd" } });
});

describe("training.devices", () => {
  test("gives every device an image at the least", async () => {
    const { code, stderr } = await recipeLab([...runArguments(fresh("many")), "--set", "training.devices=9"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/too-many-devices.*9.*a batch has 8 images/)]);
  });

  test("is one on a backend that has no more", async () => {
    const args = ["run", place.recipe, "--runs", place.runs, "--backend", "cpu", "--set", "training.devices=2"];
    const { code, stderr } = await recipeLab(args);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/too-many-devices.*the backend cpu trains on one device/),
    ]);
  });
});
