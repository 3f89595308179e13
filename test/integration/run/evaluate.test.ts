import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recipeLab } from "../../support/recipe-lab.ts";
import { events, type SmallRun, smallRun, trained } from "../../support/small-run.ts";

let place: SmallRun;
let run: string;
beforeAll(async () => {
  place = await smallRun();
  // A class whose name tries to be markup, an escape and a spreadsheet column at once.
  for (const part of ["train", "validation"]) {
    renameSync(join(place.folder, part, "cross"), join(place.folder, part, "<b>cross\u001b[31m & co"));
  }
  run = await trained(place);
});
afterAll(() => place.remove());

const evaluate = (...args: string[]) => recipeLab(["evaluate", ...args, "--backend", "wasm"]);

interface Figures {
  weights: string;
  step: number | null;
  images: number;
  classes: string[];
  loss: number;
  top1: number;
  top5: number;
  perClass: { name: string; images: number; top1: number }[];
  confusion: number[][];
}

async function figures(...args: string[]): Promise<Figures> {
  const { code, stdout, stderr } = await evaluate(...args, "--json");
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("error")]);
  return JSON.parse(stdout) as Figures;
}

describe("evaluate", () => {
  test("gives the figures that the run measured, the same each time, and adds up", async () => {
    const result = await figures(run);
    const measured = events(run).findLast((event) => event.type === "metrics");
    expect(measured).toMatchObject({
      step: result.step,
      values: { "validation/loss": result.loss, "validation/top1": result.top1, "validation/top5": result.top5 },
    });
    expect(result).toMatchObject({ images: 12, top5: 1 });
    expect(result.classes).toHaveLength(3);
    expect(result.confusion.map((row) => row.reduce((sum, images) => sum + images, 0))).toEqual([4, 4, 4]);
    const right = result.confusion.reduce((sum, row, label) => sum + row[label]!, 0);
    expect(right / result.images).toBeCloseTo(result.top1, 12);
    expect(result.perClass.map((one) => one.top1 * one.images)).toEqual(
      result.confusion.map((row, label) => row[label]),
    );
    expect(await figures(run)).toEqual(result);
  });

  test("takes a bare file with a recipe, and another batch size changes nothing", async () => {
    const file = join(run, "checkpoints", "15", "weights.safetensors");
    const { step, weights, ...rest } = await figures(file, "--recipe", place.recipe);
    expect([step, weights]).toEqual([null, file]);
    const { loss, ...whole } = rest;
    const again = await figures(file, "--recipe", place.recipe, "--set", "evaluation.batchSize=5");
    expect(again).toMatchObject(whole);
    expect(again.loss).toBeCloseTo(loss, 5);
    expect(await figures(run)).toMatchObject(rest);
  });

  test("chooses a checkpoint and says which", async () => {
    const best = await evaluate(run, "--checkpoint", "best");
    expect(best.stderr).toMatch(/the checkpoint of step \d+ of 15 \(the best by validation top-1\)/);
    expect((await evaluate(run)).stderr).toContain("the checkpoint of step 15 of 15 (the last one)");
    const none = await evaluate(run, "--checkpoint", "7");
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("no-such-checkpoint")]);
  });

  test("prints tables that names cannot break", async () => {
    const { stdout } = await evaluate(run);
    expect(stdout).toContain("\\u001b[31m");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toMatch(/true class \\ predicted +1 +2 +3\n/);
    expect(stdout).toMatch(/top-1 {2}[\d.]+ %\ntop-5 {2}100\.0 %/);
  });

  test("draws the worst images", async () => {
    const path = join(place.folder, "worst.png");
    // After a single step next to nothing is recognised.
    const barely = await trained({ ...place, runs: join(place.folder, "barely") }, "--max-steps", "1");
    const { stderr } = await evaluate(barely, "--worst", path);
    expect(stderr).toMatch(/worst\.png: the \d+ misclassified images/);
    expect(await sharp(readFileSync(path)).metadata()).toMatchObject({ format: "png", channels: 3 });
  });

  test.each([
    ["a file without a recipe", () => [join(run, "checkpoints", "15", "weights.safetensors")], "recipe-needed"],
    [
      "another architecture",
      () => [run, "--recipe", place.recipe, "--set", "model.architecture=resnet32"],
      "other-architecture",
    ],
    [
      "momentum instead of weights",
      () => [join(run, "checkpoints", "15", "momentum.safetensors"), "--recipe", place.recipe],
      "other-architecture",
    ],
    [
      "a file that is no safetensors",
      () => [place.recipe.replace(/json$/, "safetensors"), "--recipe", place.recipe],
      "weights-unreadable",
    ],
    ["a run that is not there", () => ["nowhere"], "no-such-run"],
  ])("refuses %s in one message", async (_, args, code) => {
    const result = await evaluate(...args());
    expect(result.code).toBe(2);
    expect(result.stderr.split("\n").filter((line) => line.startsWith("error "))).toEqual([
      expect.stringContaining(`error ${code}: `),
    ]);
    expect(result.stdout).toBe("");
  });
});
