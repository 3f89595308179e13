import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeNpy } from "../../../runner/interop/npy.ts";

const commandLine = fileURLToPath(new URL("../../../dist/recipe-lab.mjs", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "recipe-lab-preview-"));
  writeFileSync(join(folder, "small.recipe.json"), '{"extends": "small:baseline"}');
  writeFileSync(join(folder, "paper.recipe.json"), '{"extends": "paper:baseline"}');
  await sharp({ create: { width: 60, height: 40, channels: 3, background: { r: 250, g: 20, b: 90 } } })
    .png()
    .toFile(join(folder, "image.png"));
  writeFileSync(join(folder, "text.jpg"), "no picture");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function preview(recipe: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandLine, "preview", recipe, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("recipe-lab preview", () => {
  test("draws the image and its samples in a grid", async () => {
    const { status, stdout } = preview(
      "paper.recipe.json",
      "--image",
      "image.png",
      "--count",
      "5",
      "--out",
      "grid.png",
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    // Six cells of 224 pixels in three columns, 8 pixels between and around them.
    const { width, height } = await sharp(join(folder, "grid.png")).metadata();
    expect({ width, height }).toEqual({ width: 3 * 224 + 4 * 8, height: 2 * 224 + 3 * 8 });
    // The original is fitted into the middle of the first cell; the corner is a gap.
    const { data } = await sharp(join(folder, "grid.png")).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
    expect(at(0, 0)).toEqual([255, 255, 255]);
    expect(at(8 + 112, 8 + 112)).toEqual([250, 20, 90]);
  });

  test("a sample depends on the seed, the epoch and its number alone", () => {
    const tensor = (...args: string[]) => {
      const file = join(folder, "batch.npy");
      expect(preview("small.recipe.json", "--image", "image.png", "--tensor", file, ...args).status).toBe(0);
      return decodeNpy(readFileSync(file));
    };
    const three = tensor("--count", "3", "--seed", "4");
    expect(three.shape).toEqual([3, 32, 32, 3]);
    const two = tensor("--count", "2", "--seed", "4");
    expect(three.data.subarray(0, two.data.length)).toEqual(two.data);
    expect(tensor("--count", "2", "--seed", "5").data).not.toEqual(two.data);
    expect(tensor("--count", "2", "--seed", "4", "--epoch", "1").data).not.toEqual(two.data);
  });

  test("explains every step of every sample, and nothing else on standard output", () => {
    const { stdout } = preview("paper.recipe.json", "--image", "image.png", "--count", "2", "--seed", "9", "--explain");
    const explained = JSON.parse(stdout);
    expect(explained).toMatchObject({ seed: 9, epoch: 0, decoded: { width: 60, height: 40 }, shape: [2, 224, 224, 3] });
    const [crop, flip, color, noise] = explained.samples[1].steps;
    expect(Object.keys(crop.drawn)).toEqual(["left", "top", "width", "height"]);
    expect(typeof flip.drawn.flip).toBe("boolean");
    expect(Object.keys(color.drawn)).toEqual(["hue", "saturation", "brightness"]);
    expect(noise.drawn.alpha.length).toBe(3);
  });

  test("--set changes the recipe, --validation takes the other pipeline", () => {
    const explain = (...args: string[]) =>
      JSON.parse(preview("paper.recipe.json", "--image", "image.png", "--explain", ...args).stdout);
    const flipped = explain("--set", "augmentation.train.1.probability=1").samples;
    expect(flipped.map((sample: { steps: { drawn: unknown }[] }) => sample.steps[1]!.drawn)).toEqual(
      new Array(8).fill({ flip: true }),
    );
    const { shape, samples } = explain("--validation");
    expect(shape).toEqual([1, 224, 224, 3]);
    expect(samples[0].steps.map(({ op }: { op: string }) => op)).toEqual([
      "resizeShorterEdge",
      "centerCrop",
      "normalize",
    ]);
  });

  test.each([
    ["no output asked for", ["--image", "image.png"], 2, /--out FILE\.png, --tensor FILE\.npy and --explain/],
    ["no such image", ["--image", "nowhere.jpg", "--explain"], 2, /nowhere\.jpg: there is no such file/],
    ["not an image", ["--image", "text.jpg", "--explain"], 2, /text\.jpg cannot be used: not an image/],
    ["no count", ["--image", "image.png", "--explain", "--count", "0"], 2, /whole number from 1 to 256/],
    [
      "no folder to write to",
      ["--image", "image.png", "--tensor", "no/where.npy"],
      1,
      /no\/where\.npy cannot be written/,
    ],
    [
      "an unusable override",
      ["--image", "image.png", "--explain", "--set", "training.epochs=0"],
      2,
      /training\.epochs/,
    ],
  ])("%s: says what is wrong", (_name, args, exitCode, message) => {
    const { status, stdout, stderr } = preview("paper.recipe.json", ...args);
    expect({ status, stdout }).toEqual({ status: exitCode, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ at .*\.mjs/);
  });
});
