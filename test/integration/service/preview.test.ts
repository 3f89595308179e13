import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { displayable } from "../../../runner/augment/preview/displayable.ts";
import { decodeNpy } from "../../../runner/interop/npy.ts";
import type { RunService } from "../../../runner/runs/run-service.ts";
import type { Picture } from "../../../shared/protocol/picture.ts";
import { type PreviewResult, previewLimits, previewParams } from "../../../shared/protocol/preview.ts";
import { loadRecipe } from "../../../shared/recipe/load-recipe.ts";
import { epochOrder } from "../../../shared/sampling.ts";
import { recipeLab } from "../../support/recipe-lab.ts";
import { closeService, openSharedService, submission } from "../../support/service.ts";
import { type SmallRun, smallRun } from "../../support/small-run.ts";

let place: SmallRun;
let service: RunService;

beforeAll(async () => {
  place = await smallRun();
  service = await openSharedService(place, { runsPerDevice: 0 });
});
afterAll(async () => {
  await closeService(service);
  place.remove();
});

const preview = (
  params: Partial<Parameters<typeof previewParams.parse>[0] & object> = {},
  changes?: Parameters<typeof submission>[1],
): Promise<PreviewResult> =>
  service.preview(previewParams.parse({ recipe: submission(place, changes).recipe, ...params }));

const pixels = ({ data }: Picture) => sharp(Buffer.from(data, "base64")).removeAlpha().raw().toBuffer();

describe("a preview", () => {
  test("draws the first images of the epoch as the training sees them, and each of their steps", async () => {
    const answer = await preview({ count: 3, epoch: 2, steps: true });
    expect(answer).toMatchObject({ problems: [], images: 42, seed: 3, broken: [], leftOut: 0 });
    expect(answer.samples.map(({ index }) => index)).toEqual([...epochOrder(3, 2, 42).subarray(0, 3)]);
    for (const { steps, result, original, name, class: className } of answer.samples) {
      expect(steps.map(({ op }) => op)).toEqual([
        ...["randomResizedCrop", "horizontalFlip", "colorScale", "pcaNoise", "normalize"],
      ]);
      expect(name.startsWith(`${className}/`)).toBe(true);
      expect(original).toMatchObject({ type: "image/png", width: 16, height: 16 });
      expect(steps.at(-1)!.picture).toEqual(result);
      // normalize changes what a network gets, and nothing that is shown.
      const [before, after] = [await pixels(steps.at(-2)!.picture!), await pixels(result)];
      expect(Math.max(...before.map((value, at) => Math.abs(value - after[at]!)))).toBeLessThanOrEqual(1);
    }
  });

  test("is what `recipe-lab preview` draws of the same image, number by number and pixel by pixel", async () => {
    const [sample] = (await preview({ indices: [4], seed: 77, epoch: 1, steps: true })).samples;
    const tensorFile = join(place.folder, "batch.npy");
    const { stdout } = await recipeLab([
      ...["preview", place.recipe, "--image", join(place.folder, "train", sample!.name)],
      ...["--count", "5", "--seed", "77", "--epoch", "1", "--tensor", tensorFile, "--explain"],
    ]);
    const explained = JSON.parse(stdout).samples[4] as { steps: unknown[] };
    expect(sample!.steps.map(({ picture: _, ...step }) => step)).toEqual(explained.steps);
    const { recipe } = loadRecipe({
      ...{ file: place.recipe, text: readFileSync(place.recipe, "utf8") },
      readFile: (path) => readFileSync(path, "utf8"),
    });
    const values = decodeNpy(readFileSync(tensorFile)).data as Float32Array;
    const shown = displayable(values.subarray(4 * 16 * 16 * 3, 5 * 16 * 16 * 3), recipe!.augmentation.train);
    expect(await pixels(sample!.result)).toEqual(Buffer.from(shown));
  });

  test("of one image again and again shows it as in epoch after epoch", async () => {
    const { samples } = await preview({ indices: [9, 9, 9] });
    expect(samples.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(new Set(samples.map(({ original }) => original.data)).size).toBe(1);
    expect(new Set(samples.map(({ result }) => result.data)).size).toBe(3);
    const [again] = (await preview({ indices: [9], epoch: 2 })).samples;
    expect(again).toEqual(samples[2]);
    expect(again!.steps.every(({ picture }) => picture === null)).toBe(true);
  });

  test("of the validation draws nothing at random", async () => {
    const [one, other] = [
      await preview({ split: "validation", seed: 1 }),
      await preview({ split: "validation", seed: 2 }),
    ];
    expect(one.images).toBe(12);
    const results = ({ samples }: PreviewResult) => new Map(samples.map(({ index, result }) => [index, result.data]));
    for (const [index, data] of results(one))
      if (results(other).has(index)) expect(results(other).get(index)).toBe(data);
  });

  test("names the images that cannot be used, and shows the others", async () => {
    const here = join(place.folder, "partly");
    cpSync(join(place.folder, "train"), here, { recursive: true });
    writeFileSync(join(here, "circle", "0000.jpg"), "no picture");
    symlinkSync("/etc/hostname", join(here, "circle", "0000a.png"));
    const { samples, broken } = await preview({ indices: [0, 1, 2] }, { data: { train: "partly" } });
    expect(samples.map(({ index }) => index)).toEqual([2]);
    expect(broken.map(({ name }) => name)).toEqual(["circle/0000.jpg", "circle/0000a.png"]);
    expect(broken[0]!.reason).toContain("not an image");
  });

  test("is small, whatever was asked for", async () => {
    const large = join(place.folder, "large");
    cpSync(join(place.folder, "train"), large, { recursive: true });
    const noise = Buffer.from(Uint8Array.from({ length: 900 * 700 * 3 }, (_, at) => (at * at * 31 + at * 7) >> 3));
    const jpeg = await sharp(noise, { raw: { width: 900, height: 700, channels: 3 } })
      .jpeg({ quality: 98 })
      .toBuffer();
    writeFileSync(join(large, "circle", "0000.jpg"), jpeg);
    const changes = {
      data: { train: "large" },
      augmentation: {
        train: [...Array(6).fill({ op: "colorScale" }), { op: "resize", size: 16 }, { op: "normalize" }],
      },
    };
    const params = { indices: Array(64).fill(0), steps: true, side: 512 };
    const answer = await preview(params, changes);
    expect(answer.leftOut).toBeGreaterThan(0);
    expect(answer.samples.length + answer.leftOut).toBe(64);
    expect(JSON.stringify(answer).length).toBeLessThan(previewLimits.answerBytes + 1024);
    const { original } = answer.samples[0]!;
    expect(original).toMatchObject({ type: "image/jpeg", width: 512, height: 398 });
  });

  test("says what is wrong with the recipe, its data or the number of an image, and where", async () => {
    const broken = await preview({}, { training: { epochs: "many" } });
    expect(broken).toMatchObject({
      images: 0,
      samples: [],
      problems: [{ severity: "error", path: ["training", "epochs"] }],
    });
    const elsewhere = await preview({}, { data: { train: "/etc" } });
    expect(elsewhere).toMatchObject({
      images: 0,
      samples: [],
      problems: [{ code: "data-not-in-roots", path: ["data"] }],
    });
    const beyond = await preview({ indices: [0, 42] });
    expect(beyond).toMatchObject({ images: 42, samples: [], problems: [{ code: "no-such-image" }] });
  });
});
