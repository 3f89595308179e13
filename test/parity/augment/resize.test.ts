import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Box, Size } from "../../../runner/augment/operation.ts";
import { cropResize } from "../../../runner/augment/resize.ts";
import { decodeNpy, encodeNpy } from "../../../runner/interop/npy.ts";
import { createStream } from "../../../shared/random.ts";
import { findPython, runPython } from "../../support/python.ts";

const found = findPython(["numpy", "PIL"]);
const title =
  "missing" in found ? `crop and resize against Pillow: ${found.missing}` : "crop and resize against Pillow";

const image = { width: 500, height: 375, data: testPicture(500, 375) };
const cases: { box: Box; size: Size }[] = [
  { box: { left: 0, top: 0, width: 500, height: 375 }, size: { width: 224, height: 224 } },
  { box: { left: 0, top: 0, width: 500, height: 375 }, size: { width: 341, height: 256 } },
  { box: { left: 0, top: 0, width: 500, height: 375 }, size: { width: 7, height: 3 } },
  { box: { left: 0, top: 0, width: 500, height: 375 }, size: { width: 1, height: 1 } },
  { box: { left: 499, top: 374, width: 1, height: 1 }, size: { width: 9, height: 9 } },
  { box: { left: 33, top: 44, width: 224, height: 224 }, size: { width: 224, height: 224 } },
  { box: { left: 3, top: 5, width: 490, height: 2 }, size: { width: 20, height: 600 } },
  ...randomCases(60),
];

describe.skipIf("missing" in found)(title, () => {
  let folder: string;

  beforeAll(() => {
    if ("missing" in found) return;
    folder = mkdtempSync(join(tmpdir(), "recipe-lab-resize-"));
    writeFileSync(join(folder, "image.npy"), encodeNpy(image.data, [image.height, image.width, 3]));
    const asPillow = cases.map(({ box: { left, top, width, height }, size }) => ({
      box: [left, top, left + width, top + height],
      size: [size.width, size.height],
    }));
    writeFileSync(join(folder, "cases.json"), JSON.stringify(asPillow));
    runPython(found.python, fileURLToPath(new URL("resize.py", import.meta.url)), [folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const theirs = (kind: "cropped" | "boxed", number: number) =>
    decodeNpy(readFileSync(join(folder, `${kind}-${number}.npy`))).data as Uint8Array;

  // Pillow rounds to whole grey levels after each of the two directions, half a level each.
  test("every pixel is within 1 grey level of crop(box).resize(size), and a quarter on average", () => {
    let sum = 0;
    let count = 0;
    for (const [number, { box, size }] of cases.entries()) {
      const expected = theirs("cropped", number);
      const actual = cropResize(image, box, size).data;
      expect(actual.length).toBe(expected.length);
      let largest = 0;
      for (let position = 0; position < actual.length; position++) {
        const difference = Math.abs(actual[position]! - expected[position]!);
        largest = Math.max(largest, difference);
        sum += difference;
      }
      expect(largest, JSON.stringify({ box, size })).toBeLessThanOrEqual(1.001);
      count += actual.length;
    }
    expect(sum / count).toBeLessThan(0.3);
  });

  // Pillow's filter reaches beyond the box where the image goes on; ours, like the paper's crop, ends with it.
  test("every pixel whose filter lies in the box is within 1 grey level of resize(size, box=box)", () => {
    let compared = 0;
    for (const [number, { box, size }] of cases.entries()) {
      const expected = theirs("boxed", number);
      const actual = cropResize(image, box, size).data;
      const inside = (position: number, from: number, to: number) => {
        const support = Math.max(from / to, 1);
        const center = ((position + 0.5) * from) / to;
        return center - support >= 0 && center + support <= from;
      };
      for (let y = 0; y < size.height; y++) {
        for (let x = 0; x < size.width; x++) {
          if (!(inside(x, box.width, size.width) && inside(y, box.height, size.height))) continue;
          const position = (y * size.width + x) * 3;
          if (Math.abs(actual[position]! - expected[position]!) > 1.001)
            throw new Error(JSON.stringify({ box, size, x, y }));
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(100_000);
  });
});

function randomCases(count: number): { box: Box; size: Size }[] {
  const random = createStream({ seed: 42, purpose: "split" });
  return Array.from({ length: count }, (_, number) => {
    const width = 1 + random.integer(image.width);
    const height = 1 + random.integer(image.height);
    const left = random.integer(image.width - width + 1);
    const top = random.integer(image.height - height + 1);
    const side = () => 1 + random.integer(number % 3 === 0 ? 40 : 300);
    return {
      box: { left, top, width, height },
      size: number % 2 ? { width: 224, height: 224 } : { width: side(), height: side() },
    };
  });
}

/** Gradients, hard edges and noise. */
function testPicture(width: number, height: number): Uint8Array {
  const random = createStream({ seed: 1, purpose: "split" });
  return Uint8Array.from({ length: width * height * 3 }, (_, position) => {
    const x = Math.floor(position / 3) % width;
    const y = Math.floor(position / 3 / width);
    if (y % 100 < 30) return random.integer(256);
    if (x % 50 < 10) return position % 3 === 0 ? 255 : 0;
    return Math.floor((x * 255) / width + y + 60 * (position % 3)) % 256;
  });
}
