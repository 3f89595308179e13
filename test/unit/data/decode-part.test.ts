import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, expect, test } from "vitest";
import { decodePart } from "../../../runner/data/decode-part.ts";
import { fileMemory } from "../../../runner/data/file-memory.ts";
import { createStream } from "../../../shared/random.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "recipe-lab-decode-part-")));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const decode = (path: string) =>
  decodePart(
    { kind: "file", path, root },
    { maxPixels: 1e6, background: [0, 0, 0], decoder: "fast" },
    { allocate: (bytes) => new Uint8Array(bytes), need: () => null },
  );

function noise(side: number, seed: number): Sharp {
  const random = createStream({ seed, purpose: "split" });
  const pixels = Uint8Array.from({ length: side * side * 3 }, () => random.integer(256));
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } });
}

test.each(["jpg", "png"] as const)(
  "files in the memory of the ones before them decode as by themselves: %s",
  async (type) => {
    const files: string[] = [];
    // Each smaller than the one before, so that something of that is left behind its end.
    for (const side of [64, 40, 7]) {
      files.push(join(root, `${side}.${type}`));
      await noise(side, side).toFile(files.at(-1)!);
    }
    for (const file of [...files, ...[...files].reverse()]) {
      const { image } = await decode(file);
      expect(Buffer.from(image.data)).toEqual(await sharp(readFileSync(file)).raw().toBuffer());
    }
  },
);

test("what is left of the file before does not complete one that is cut short", async () => {
  const whole = join(root, "whole.jpg");
  const bytes = await noise(48, 1).jpeg().toBuffer();
  writeFileSync(whole, bytes);
  for (const missing of [1, 2, 100, bytes.length - 200]) {
    const cut = join(root, `without-${missing}.jpg`);
    writeFileSync(cut, bytes.subarray(0, bytes.length - missing));
    await decode(whole);
    await expect(decode(cut), `without ${missing} bytes`).rejects.toThrow(/truncated|not an image|corrupt/);
  }
});

test("memory is as long as was asked for, the same again, and not kept where it is huge", () => {
  expect(fileMemory(1000).length).toBe(1000);
  expect(fileMemory(500).buffer).toBe(fileMemory(1000).buffer);
  const huge = fileMemory(2 ** 25);
  expect(huge.length).toBe(2 ** 25);
  expect(fileMemory(2 ** 25).buffer).not.toBe(huge.buffer);
});
