import { cpSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeImageFolder } from "../../support/images.ts";
import { type Result, recipeLab } from "../../support/recipe-lab.ts";
import { events, runArguments, type SmallRun, smallRun, snapshot, trained } from "../../support/small-run.ts";

/** What people get wrong costs them nothing: one clear message, and earlier results stay as they were. */
let place: SmallRun;
let earlier: string;

beforeAll(async () => {
  place = await smallRun();
  earlier = await trained(place, "--max-steps", "1");
});
afterAll(() => place.remove());

/** One paragraph that names the code, and no stack. */
function expectOneMessage({ stderr }: Result, code: string): void {
  const messages = stderr.split("\n").filter((line) => line.startsWith("error "));
  expect(messages, stderr).toEqual([expect.stringContaining(`error ${code}: `)]);
  expect(stderr).not.toMatch(/\n\s+at /);
}

const withData = (path: string) => ["--set", `data.train=${path}`];

describe("refused before anything is written", () => {
  test.each([
    ["a training folder that is not there", "data-unreadable", () => withData(join(place.folder, "nowhere"))],
    ["a batch larger than the data set", "batch-larger-than-data", () => ["--set", "training.batchSize=4096"]],
    ["a backend that does not exist", "unknown-backend", () => ["--backend", "abacus"]],
    ["a recipe with an error", "invalid-recipe", () => ["--set", "training.epochs=none"]],
    [
      "pretrained weights that are not there",
      "weights-unreadable",
      () => ["--set", "model.pretrained=nowhere.safetensors"],
    ],
    [
      "pretrained weights of another architecture",
      "other-architecture",
      () => [
        ...["--set", "model.architecture=resnet32"],
        ...["--set", `model.pretrained=${join(earlier, "checkpoints", "1", "weights.safetensors")}`],
      ],
    ],
  ])("%s", async (_, code, args) => {
    const before = snapshot(place.runs);
    const result = await recipeLab([...runArguments(place), ...args()]);
    expect(result.code).toBe(2);
    expectOneMessage(result, code);
    expect(result.stdout).toBe("");
    expect(snapshot(place.runs)).toEqual(before);
  });

  test("a class folder without images", async () => {
    const data = join(place.folder, "with-empty-class");
    cpSync(join(place.folder, "train"), data, { recursive: true });
    mkdirSync(join(data, "triangle"));
    const before = snapshot(place.runs);
    const result = await recipeLab(runArguments(place, ...withData(data)));
    expect(result.code).toBe(2);
    expect(result.stderr).toContain("triangle");
    expect(result.stderr.split("\n").filter((line) => line.startsWith("error "))).toHaveLength(1);
    expect(snapshot(place.runs)).toEqual(before);
  });

  test("a recipe for 224 pixels on images of 32", async () => {
    const data = join(place.folder, "images-of-32");
    await writeImageFolder(data, { perClass: 4, size: 32 });
    const recipe = join(place.folder, "large.recipe.json");
    writeFileSync(
      recipe,
      `{"extends": "paper:baseline", "data": {"train": "images-of-32", "validationFraction": 0.25}, "training": {"batchSize": 8}}`,
    );
    const before = snapshot(place.runs);
    const result = await recipeLab(["run", recipe, "--runs", place.runs, "--backend", "wasm"]);
    expect(result.code).toBe(2);
    expectOneMessage(result, "images-enlarged");
    expect(result.stderr).toContain("images of 224×224 pixels");
    expect(result.stderr).toContain("a shorter edge of 32");
    expect(snapshot(place.runs)).toEqual(before);
  });

  test("runs in a place that is a file", async () => {
    const result = await recipeLab(["run", place.recipe, "--backend", "wasm", "--runs", place.recipe]);
    expect(result.code).toBe(1);
    expectOneMessage(result, "storage");
  });

  test("no recipe and no run; a trace without an end", async () => {
    expect((await recipeLab(["run"])).code).toBe(2);
    expect((await recipeLab(runArguments(place, "--trace", join(place.folder, "trace")))).code).toBe(2);
  });
});

describe("a run whose folder was tampered with", () => {
  test("a checkpoint of another architecture is refused, and nothing is changed", async () => {
    const other = await trained(
      { ...place, runs: join(place.folder, "other") },
      "--max-steps",
      "1",
      "--set",
      "model.architecture=resnet32",
    );
    const run = join(place.folder, "tampered");
    cpSync(earlier, run, { recursive: true });
    rmSync(join(run, "checkpoints", "1"), { recursive: true });
    cpSync(join(other, "checkpoints", "1"), join(run, "checkpoints", "1"), { recursive: true });
    const before = readdirSync(join(run, "checkpoints"));
    const result = await recipeLab(["run", "--resume", run]);
    expect(result.code).toBe(2);
    expectOneMessage(result, "other-architecture");
    expect(result.stdout).toBe("");
    expect(readdirSync(join(run, "checkpoints"))).toEqual(before);
  });

  test("data that has changed is refused", async () => {
    const data = join(place.folder, "changing");
    cpSync(join(place.folder, "train"), data, { recursive: true });
    const run = await trained({ ...place, runs: join(place.folder, "changed") }, "--max-steps", "1", ...withData(data));
    rmSync(join(data, "circle", "0001.png"));
    const result = await recipeLab(["run", "--resume", run]);
    expect(result.code).toBe(2);
    expectOneMessage(result, "data-changed");
  });
});

test("a rate that diverges stops the run with the step, the rate and the last good checkpoint", async () => {
  const here = { ...place, runs: join(place.folder, "diverging") };
  const result = await recipeLab(
    runArguments(
      here,
      ...["--set", "learningRate.initial=1e6", "--set", "learningRate.linearScaling=false"],
      ...["--set", "learningRate.warmup.epochs=0", "--set", "training.checkpoint.everySteps=1"],
      ...["--set", "training.epochs=40", "--set", "evaluation.everyEpochs=40"],
    ),
  );
  expect(result.code).toBe(1);
  expectOneMessage(result, "diverged");
  const [, step] =
    /diverged at step (\d+) \(epoch \d+\), where the learning rate is 1000000: /.exec(result.stderr) ?? [];
  const [run] = readdirSync(here.runs);
  const folder = join(here.runs, run!);
  expect(result.stderr).toContain(`The last good checkpoint is the one of step ${Number(step) - 1}.`);
  expect(events(folder).at(-1)).toMatchObject({ type: "state", state: "failed", reason: "diverged" });
  expect(readdirSync(join(folder, "checkpoints"))).toContain(String(Number(step) - 1));
  expect(Number(step)).toBeGreaterThan(1);
});

test("a broken image is named once in the journal, and the run goes on without it", async () => {
  const data = join(place.folder, "with-broken-image");
  cpSync(join(place.folder, "train"), data, { recursive: true });
  truncateSync(join(data, "circle", "0001.png"), 200);
  const here = { ...place, runs: join(place.folder, "broken") };
  const run = await trained(here, ...withData(data), "--max-steps", "7");
  expect((await recipeLab(["run", "--resume", run])).code).toBe(0);
  expect(events(run).filter((event) => event.type === "quarantine")).toMatchObject([
    { image: "train/circle/0001.png", reason: expect.stringContaining("truncated") },
  ]);
  const last = events(run).findLast((event) => event.type === "metrics" && event.values["train/loss"] !== undefined);
  expect(last).toMatchObject({ step: 15, values: { quarantinedImages: 1, batchSize: 8 } });
});
