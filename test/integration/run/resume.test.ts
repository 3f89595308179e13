import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createStream } from "../../../shared/random.ts";
import { recipeLab, start } from "../../support/recipe-lab.ts";
import { referenceRun } from "../../support/reference-run.ts";
import {
  events,
  hashes,
  onlyRun,
  runArguments,
  type SmallRun,
  snapshot,
  stepsPerEpoch,
  totalSteps,
  trained,
  untilStep,
} from "../../support/small-run.ts";

/** Rows 1, 6, 7, 8 and 9 of what must not break a run: whatever happens on the way, the end is the same, bit for bit. */
const reference = referenceRun();
const { fresh } = reference;

const resume = (run: string, ...args: string[]) => recipeLab(["run", "--resume", run, ...args]);

describe("an uninterrupted run", () => {
  test("keeps the recipe as written, the plan, and a journal without a gap", () => {
    expect(readFileSync(join(reference.run, "recipe.json"), "utf8")).toBe(readFileSync(reference.place.recipe, "utf8"));
    expect(JSON.parse(readFileSync(join(reference.run, "plan.json"), "utf8"))).toMatchObject({ totalSteps });
    const journal = events(reference.run);
    expect(journal.map((event) => event.sequence)).toEqual(journal.map((_, index) => index + 1));
    const steps = journal.flatMap((event) =>
      event.type === "metrics" && event.values["train/loss"] ? [event.step] : [],
    );
    expect(steps).toEqual(Array.from({ length: totalSteps }, (_, index) => index + 1));
    expect(journal.at(-1)).toMatchObject({ type: "state", state: "completed" });
    expect(journal.find((event) => event.type === "metrics")).toMatchObject({
      epoch: 0,
      values: {
        learningRate: expect.closeTo(((0.1 * 8) / 128) * (1 / stepsPerEpoch), 10),
        batchSize: 8,
        gradientNorm: expect.any(Number),
        imagesPerSecond: expect.any(Number),
        dataWait: expect.any(Number),
      },
    });
  });

  test("is the same again with the same seed, and with another number of workers", async () => {
    expect(hashes(await trained(fresh("again"), "--set", "data.workers=3"))).toEqual(reference.hashes);
  });

  test("resumed when it is finished says so and changes nothing", async () => {
    const before = snapshot(reference.run);
    const { code, stdout, stderr } = await resume(reference.run);
    expect(stderr).toContain(`is finished: all ${totalSteps} steps are done`);
    expect([code, stdout.trim()]).toEqual([0, reference.run]);
    expect(snapshot(reference.run)).toEqual(before);
  });

  test.each([
    ["--set without the recipe", (place: SmallRun) => ["--set", "training.epochs=4", "--runs", place.runs]],
    ["the recipe with --set", (place: SmallRun) => [place.recipe, "--set", "training.epochs=4"]],
  ])("resumed with another recipe is refused: %s", async (_, args) => {
    const before = snapshot(reference.run);
    const { code, stderr } = await resume(reference.run, ...args(reference.place));
    expect(code).toBe(2);
    expect(stderr).toContain("other-recipe");
    expect(stderr).toMatch(/training\.epochs/);
    expect(snapshot(reference.run)).toEqual(before);
  });
});

describe("a stopped run ends as the uninterrupted one", () => {
  test("in the middle of an epoch, at the end of one, and in the middle of the next", async () => {
    const run = await trained(fresh("parts"), "--max-steps", "3");
    for (const more of [stepsPerEpoch - 3, 4]) {
      const { code, stderr } = await resume(run, "--max-steps", String(more));
      expect([code, stderr]).toEqual([0, expect.stringContaining(`--resume ${run}`)]);
    }
    // The recipe itself may be named again.
    const last = await recipeLab(["run", reference.place.recipe, "--resume", run]);
    expect(last.code).toBe(0);
    expect(hashes(run)).toEqual(reference.hashes);
    expect(events(run).flatMap((event) => (event.type === "environment" ? [event.resumedFromStep] : []))).toEqual([
      0,
      3,
      stepsPerEpoch,
      stepsPerEpoch + 4,
    ]);
    const validated = events(run).flatMap((event) =>
      event.type === "metrics" && event.values["validation/top1"] !== undefined ? [event.step] : [],
    );
    expect(validated).toEqual([5, 10, 15]);
  });

  test("with Ctrl-C, which saves a checkpoint and says how to go on", async () => {
    const here = fresh("ctrl-c");
    const started = start(runArguments(here));
    const run = await untilStep(here.runs, 2, started);
    started.child.kill("SIGINT");
    const { code, stderr } = await started.result;
    expect(stderr).toContain(`recipe-lab.mjs run --resume ${run}`);
    expect(code).toBe(1);
    const last = events(run).at(-1);
    expect(last).toMatchObject({ type: "state", state: "interrupted", reason: "Ctrl-C" });
    expect((await resume(run)).code).toBe(0);
    expect(hashes(run)).toEqual(reference.hashes);
  });

  test("with a second Ctrl-C, which ends it at once, and the steps since the last checkpoint are done again", async () => {
    const here = fresh("ctrl-c-twice");
    const started = start(runArguments(here));
    const run = await untilStep(here.runs, stepsPerEpoch + 2, started);
    const said = new Promise<void>((resolve) => {
      started.child.stderr!.on("data", (text: string) => text.includes("Ctrl-C once more ends at once") && resolve());
    });
    started.child.kill("SIGINT");
    await said;
    started.child.kill("SIGINT");
    const { code } = await started.result;
    if (started.child.signalCode === null) {
      // The step and its checkpoint were quicker than the second signal; test/unit/training/stop-request.test.ts is certain.
      expect(code).toBe(1);
    } else {
      expect(started.child.signalCode).toBe("SIGINT");
      expect(events(run).at(-1)).not.toMatchObject({ type: "state", state: "interrupted" });
    }
    expect((await resume(run)).code).toBe(0);
    expect(hashes(run)).toEqual(reference.hashes);
  });

  test("killed with -9 at random moments", async () => {
    const random = createStream({ seed: Date.now() % 2 ** 32, purpose: "split" });
    const here = fresh("killed");
    const often = ["--set", "training.checkpoint.everySteps=2"];
    let run = "";
    for (let kill = 0; kill < 4; kill++) {
      const started = start(kill === 0 ? runArguments(here, ...often) : ["run", "--resume", run]);
      run = await untilStep(here.runs, 1 + 3 * kill, started);
      await setTimeout(random.integer(150));
      started.child.kill("SIGKILL");
      expect((await started.result).code).not.toBe(1);
    }
    const { code, stderr } = await resume(run);
    expect(code).toBe(0);
    expect(stderr).toContain(run);
    expect(hashes(run)).toEqual(reference.hashes);
    const journal = events(run);
    expect(journal.map((event) => event.sequence)).toEqual(journal.map((_, index) => index + 1));
  });
});

describe("damage on the disk", () => {
  test("a damaged checkpoint falls back one, a torn journal is cut, both are said, and the end is the same", async () => {
    const run = await trained(fresh("damaged"), "--set", "training.checkpoint.everySteps=4", "--max-steps", "9");
    const weights = join(run, "checkpoints", "9", "weights.safetensors");
    const bytes = readFileSync(weights);
    bytes[5_000] = bytes[5_000]! ^ 1;
    writeFileSync(weights, bytes);
    appendFileSync(join(run, "journal.ndjson"), '{"sequence":99,"ty');
    const { code, stderr } = await resume(run);
    expect(stderr).toMatch(
      /the checkpoint of step 9 is damaged \(weights\.safetensors.*going on from the one of step 8/,
    );
    expect(stderr).toContain("the last record of the journal was cut short");
    expect(code).toBe(0);
    expect(hashes(run)).toEqual(reference.hashes);
  });
});

describe("two writers", () => {
  test("the second is refused by name, and the first goes on undisturbed", async () => {
    const here = fresh("writers");
    const first = start(runArguments(here));
    const run = await untilStep(here.runs, 1, first);
    const second = await resume(run);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`run-in-use: Process ${first.child.pid} on `);
    expect((await first.result).code).toBe(0);
    expect(hashes(run)).toEqual(reference.hashes);
    expect(onlyRun(here.runs)).toBe(run);
  });
});
