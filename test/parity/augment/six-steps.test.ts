import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeNpy } from "../../../runner/interop/npy.ts";
import { createStream } from "../../../shared/random.ts";
import { findPython, runPython } from "../../support/python.ts";

const found = findPython(["numpy", "PIL"]);
const title = "missing" in found ? `the six steps in NumPy: ${found.missing}` : "the six steps in NumPy";
const commandLine = fileURLToPath(new URL("../../../dist/recipe-lab.mjs", import.meta.url));

describe.skipIf("missing" in found)(title, () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "recipe-lab-six-steps-"));
    writeFileSync(join(folder, "paper.recipe.json"), '{"extends": "paper:baseline"}');
    const random = createStream({ seed: 8, purpose: "split" });
    const small = Uint8Array.from({ length: 25 * 19 * 3 }, () => random.integer(256));
    // Smooth patches with noise on them, as PNG: JPEG decoders may differ by a grey level.
    await sharp(small, { raw: { width: 25, height: 19, channels: 3 } })
      .resize(500, 375, { fit: "fill" })
      .png()
      .toFile(join(folder, "image.png"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ["the paper's training", []],
    ["hue as an HSV angle", ["--set", "augmentation.train.2.hueMode=hsv"]],
    ["clamped", ["--set", "augmentation.train.2.clamp=true"]],
    ["validation", ["--validation"]],
  ])("%s: every value within 1e-3 of a normalised unit", (_name, extra) => {
    if ("missing" in found) return;
    const [image, ours, theirs, explained] = ["image.png", "ours.npy", "theirs.npy", "explained.json"].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    const args = ["preview", join(folder, "paper.recipe.json"), "--image", image, "--count", "12", "--seed", "77"];
    const json = execFileSync(process.execPath, [commandLine, ...args, "--tensor", ours, "--explain", ...extra], {
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 2 ** 26,
    });
    writeFileSync(explained, json);
    runPython(found.python, fileURLToPath(new URL("six_steps.py", import.meta.url)), [explained, image, theirs]);
    const actual = decodeNpy(readFileSync(ours));
    const expected = decodeNpy(readFileSync(theirs));
    expect(actual.shape).toEqual(expected.shape);
    let largest = 0;
    for (const [position, value] of actual.data.entries()) {
      largest = Math.max(largest, Math.abs(Number(value) - Number(expected.data[position])));
    }
    expect(largest).toBeLessThan(1e-3);
  });
});
