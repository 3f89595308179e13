import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileFusedPipeline, type PreparedImage } from "../../../runner/augment/fused/pipeline.ts";
import type { Size } from "../../../runner/augment/operation.ts";
import { type DecodeOptions, decodeImage } from "../../../runner/data/decode.ts";
import { decodePart, wholePart } from "../../../runner/data/decode-part.ts";
import { BrokenImageError } from "../../../runner/data/decoded-image.ts";
import { createStream } from "../../../shared/random.ts";
import { operation } from "../../support/operations.ts";

/** Just over the size from which shrinking is worth it. Neither edge is a multiple of 8. */
const photograph = { width: 2413, height: 1805 };
const options: DecodeOptions = { maxPixels: 50_000_000, background: [0, 0, 0], decoder: "exact" };

let folder = "";
let path = "";
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "large-")));
  path = join(folder, "photograph.jpg");
  const { width, height } = photograph;
  const random = createStream({ seed: 1, purpose: "split" });
  const data = new Uint8Array(width * height * 3);
  // Slow waves, hard edges and grain: what photographs are made of.
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = 110 + 60 * Math.sin(x / 61) * Math.cos(y / 43);
      const edge = (Math.floor(x / 371) + Math.floor(y / 293)) % 3 === 0 ? 45 : 0;
      const grain = random.uniform() * 24;
      for (const share of [1, 0.8, 0.6]) data[at++] = wave * share + edge + grain;
    }
  }
  await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toFile(path);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = () => ({ kind: "file" as const, path, root: folder });

describe("a large photograph is decoded at the resolution that is needed", () => {
  test.each([
    ["a quarter", 224, 1 / 4],
    ["an eighth", 96, 1 / 8],
  ])("%s for %i pixels, and gives the same, well within 2 grey levels on average", async (_name, size, scale) => {
    const pipeline = compileFusedPipeline([operation("randomResizedCrop", { size, area: [0.85, 1] })]);
    for (let index = 0; index < 5; index++) {
      const key = { seed: 4, epoch: 0, index };
      const values = size * size * 3;
      let prepared: PreparedImage | undefined;
      const need = (whole: Size) => {
        prepared = pipeline.prepare(whole, key);
        return prepared.need;
      };
      const part = await decodePart(source(), options, { allocate: pipeline.allocate, need });
      expect(part).toMatchObject({ whole: photograph, scale });
      expect(part.image.width).toBe(Math.ceil(photograph.width * scale));
      const actual = new Float32Array(values);
      prepared!.apply(part, actual);

      const expected = new Float32Array(values);
      pipeline.prepare(photograph, key).apply(wholePart(await decodeImage(source(), options)), expected);
      const sum = expected.reduce((total, value, position) => total + Math.abs(value - actual[position]!), 0);
      expect(sum / values).toBeLessThan(0.5);
    }
  });

  test("where the crop is small, its pixels are decoded at full size, and no others but to its left", async () => {
    const pipeline = compileFusedPipeline([operation("randomResizedCrop", { area: [0.05, 0.06] })]);
    const need = (whole: Size) => pipeline.prepare(whole, { seed: 0, epoch: 0, index: 0 }).need;
    const part = await decodePart(source(), options, { allocate: pipeline.allocate, need });
    const { left, top, width, height } = need(photograph)!.box;
    expect(part).toMatchObject({ whole: photograph, scale: 1, top, image: { height } });
    expect(part.left + part.image.width).toBe(left + width);
    expect(part.left).toBeLessThanOrEqual(left);
    expect(left - part.left).toBeLessThan(32);
  });

  test("truncated anywhere it is refused as ever", async () => {
    const bytes = readFileSync(path);
    const cut = { kind: "file" as const, path: join(folder, "cut.jpg"), root: folder };
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      writeFileSync(cut.path, bytes.subarray(0, Math.floor(bytes.length * share)));
      const need = (whole: Size) => ({ box: { left: 0, top: 0, ...whole }, shrink: 8 });
      const decoded = decodePart(cut, options, { allocate: (length) => new Uint8Array(length), need });
      await expect(decoded).rejects.toThrow(BrokenImageError);
      await expect(decoded).rejects.toThrow(/^truncated/);
    }
  });
});
