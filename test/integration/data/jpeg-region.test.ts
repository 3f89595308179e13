import turbo from "@julusian/jpeg-turbo";
import fc from "fast-check";
import sharp from "sharp";
import { expect, it } from "vitest";
import { fuse } from "../../../runner/augment/fused/fuse.ts";
import { needOf } from "../../../runner/augment/fused/need.ts";
import { createFusedPass } from "../../../runner/augment/fused/pass.ts";
import type { Box } from "../../../runner/augment/operation.ts";
import { compilePipeline } from "../../../runner/augment/pipeline.ts";
import { createRegionDecoder } from "../../../runner/data/jpeg/region/decoder.ts";
import { readSuitableHeader } from "../../../runner/data/jpeg/region/suitable.ts";
import { addRestarts } from "../../../runner/data/packed/jpeg/add-restarts.ts";
import { createStream } from "../../../shared/random.ts";
import { operation } from "../../support/operations.ts";

const samplings = {
  "4:4:4": turbo.SAMP_444,
  "4:2:2": turbo.SAMP_422,
  "4:2:0": turbo.SAMP_420,
  grey: turbo.SAMP_GRAY,
};

/** Waves, a bright edge and noise: all kinds of coefficients, and colours that have to be clipped. */
function encode(width: number, height: number, subsampling: number, quality: number): Buffer {
  const random = createStream({ seed: 3, purpose: "split", epoch: width, index: height });
  const pixels = Buffer.alloc(width * height * 3);
  for (let k = 0; k < pixels.length; k++) {
    const x = Math.floor(k / 3) % width;
    const y = Math.floor(k / 3 / width);
    const wave = 90 * Math.sin(x / (5 + (k % 3))) * Math.cos(y / 7);
    const edge = x > width / 3 && y > height / 2 ? 110 : 0;
    pixels[k] = Math.max(0, Math.min(255, 110 + wave + edge + 60 * (random.uniform() - 0.5)));
  }
  return turbo.compressSync(pixels, { format: turbo.FORMAT_RGB, width, height, quality, subsampling });
}

const decoder = createRegionDecoder();

/** Pixels of a box by the decoder, and of the same box by sharp, which has libjpeg with the exact DCT. */
async function both(jpeg: Buffer, box: Box): Promise<[Buffer, Buffer]> {
  const image = decoder.decode(jpeg, readSuitableHeader(jpeg)!, box)!;
  expect(image.height).toBe(box.height);
  const ours = Buffer.alloc(box.width * box.height * 3);
  const extra = image.width - box.width;
  for (let y = 0; y < box.height; y++) {
    const start = (y * image.width + extra) * 3;
    ours.set(image.data.subarray(start, start + box.width * 3), y * box.width * 3);
  }
  const theirs = await sharp(jpeg).toColourspace("srgb").extract(box).raw().toBuffer();
  return [ours, theirs];
}

const images = fc.record({
  sampling: fc.constantFrom(...(Object.keys(samplings) as (keyof typeof samplings)[])),
  width: fc.integer({ min: 5, max: 150 }),
  height: fc.integer({ min: 1, max: 150 }),
  quality: fc.constantFrom(5, 30, 75, 90, 96, 100),
  restarts: fc.boolean(),
  /** Edges of the box, as shares of what is left of the image. */
  edges: fc.tuple(...Array.from({ length: 4 }, () => fc.double({ min: 0, max: 1, noNaN: true }))),
});

function build({
  sampling,
  width,
  height,
  quality,
  restarts,
  edges,
}: typeof images extends fc.Arbitrary<infer T> ? T : never) {
  const plain = encode(width, height, samplings[sampling], quality);
  const left = Math.floor(edges[0]! * (width - 1));
  const top = Math.floor(edges[1]! * (height - 1));
  return {
    jpeg: restarts ? addRestarts(plain) : plain,
    box: {
      left,
      top,
      width: 1 + Math.floor(edges[2]! * (width - left - 1)),
      height: 1 + Math.floor(edges[3]! * (height - top - 1)),
    },
  };
}

it("gives the pixels of libjpeg, bit for bit, of any part of an image", async () => {
  await fc.assert(
    fc.asyncProperty(images, async (image) => {
      const { jpeg, box } = build(image);
      const [ours, theirs] = await both(jpeg, box);
      expect(ours.equals(theirs)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it("gives the pixels of a large image, whose Huffman codes are the shortest possible", async () => {
  const pixels = await sharp(encode(1400, 900, turbo.SAMP_420, 95))
    .raw()
    .toBuffer();
  const jpeg = await sharp(pixels, { raw: { width: 1400, height: 900, channels: 3 } })
    .jpeg({ quality: 97, optimizeCoding: true })
    .toBuffer();
  const [ours, theirs] = await both(jpeg, { left: 301, top: 203, width: 802, height: 607 });
  expect(ours.equals(theirs)).toBe(true);
});

it("leaves to others what is progressive, of other samplings, cut short, or tiny", async () => {
  const jpeg = encode(64, 48, turbo.SAMP_420, 90);
  expect(readSuitableHeader(jpeg)).toBeDefined();
  expect(readSuitableHeader(await sharp(jpeg).jpeg({ progressive: true }).toBuffer())).toBeUndefined();
  expect(readSuitableHeader(encode(64, 48, turbo.SAMP_440, 90))).toBeUndefined();
  expect(readSuitableHeader(encode(4, 4, turbo.SAMP_420, 90))).toBeUndefined();
  expect(readSuitableHeader(jpeg.subarray(0, -1))).toBeUndefined();
});

it("refuses data that ends too early, and goes on too long, where that part is read", () => {
  const jpeg = encode(64, 64, turbo.SAMP_444, 90);
  const header = readSuitableHeader(jpeg)!;
  const whole = { left: 0, top: 0, width: 64, height: 64 };
  const upper = { left: 0, top: 0, width: 64, height: 10 };
  const end = Buffer.from([0xff, 0xd9]);
  const half = Buffer.concat([jpeg.subarray(0, Math.floor((header.scan + jpeg.length) / 2)), end]);
  expect(decoder.decode(half, header, whole)).toBeUndefined();
  expect(decoder.decode(half, header, upper)).toBeDefined();
  const longer = Buffer.concat([jpeg.subarray(0, -2), Buffer.from([1, 2, 3]), end]);
  expect(decoder.decode(longer, header, whole)).toBeUndefined();
  expect(decoder.decode(jpeg, header, whole)).toBeDefined();
});

it("writes only where it may, whatever the data says", () => {
  const memory = () => new Uint8Array(decoder.memory.buffer);
  const gaps = () => {
    let end = 0;
    return decoder.regions.map(({ address, bytes }) => {
      const gap = [end, address] as const;
      end = address + bytes;
      return gap;
    });
  };
  const jpegs = Object.values(samplings).flatMap((sampling) => {
    const plain = encode(90, 70, sampling, 92);
    return [plain, addRestarts(plain)];
  });
  const random = createStream({ seed: 5, purpose: "split" });
  let refused = 0;
  for (let run = 0; run < 4000; run++) {
    const jpeg = Buffer.from(jpegs[run % jpegs.length]!);
    // Anywhere: sizes and tables as well.
    for (let change = random.integer(3); change >= 0; change--) {
      const at = 2 + random.integer(jpeg.length - 4);
      jpeg[at] = random.integer(2) ? random.integer(256) : jpeg[at]! ^ (1 << random.integer(8));
    }
    const header = readSuitableHeader(jpeg);
    if (header === undefined || header.width * header.height > 1e6) continue;
    const left = random.integer(header.width);
    const top = random.integer(header.height);
    const box = {
      left,
      top,
      width: 1 + random.integer(header.width - left),
      height: 1 + random.integer(header.height - top),
    };
    decoder.decode(jpeg, header, box);
    for (const [start, end] of gaps()) memory().fill(0xa5, start, end);
    if (decoder.decode(jpeg, header, box) === undefined) refused++;
    for (const [start, end] of gaps()) {
      expect(
        memory()
          .subarray(start, end)
          .every((byte) => byte === 0xa5),
      ).toBe(true);
    }
  }
  expect(refused).toBeGreaterThan(100);
});

it("lets the fused pass work where the pixels are, which then writes only behind them", () => {
  const sizes = [
    [500, 375],
    [90, 1200],
    [1200, 11],
    [6, 5],
  ] as const;
  const pipelines = [
    [operation("randomResizedCrop", { size: 224 }), operation("normalize")],
    [operation("centerCrop", { size: 64 })],
  ];
  for (const [run, [width, height]] of sizes.entries()) {
    const jpeg = encode(width, height, turbo.SAMP_420, 90);
    for (const ops of pipelines) {
      const plan = fuse(compilePipeline(ops).draw({ width, height }, { seed: 1, epoch: 0, index: run }), {
        width,
        height,
      })!;
      const { box } = needOf(plan);
      // Of its own, so that its memory has to grow in the pass.
      const decoder = createRegionDecoder();
      const pass = createFusedPass({ relaxed: false });
      const augment = (inRoom: boolean) => {
        const decoded = decoder.decode(jpeg, readSuitableHeader(jpeg)!, box)!;
        const data = Uint8Array.from(decoded.data);
        const image = inRoom ? decoded : { width: decoded.width, height: decoded.height, data };
        const out = new Float32Array(plan.columns.outputs * plan.rows.outputs * 3);
        const left = box.left + box.width - image.width;
        pass.run({ image, whole: { width, height }, left, top: box.top, scale: 1 }, plan, out);
        return { out, data };
      };
      const { out: expected, data } = augment(false);
      expect(Buffer.from(augment(true).out.buffer).equals(Buffer.from(expected.buffer))).toBe(true);

      const memory = new Uint8Array(decoder.memory.buffer);
      const pixels = decoder.regions.at(-1)!;
      const gaps = pass.regions.map(({ address, bytes }, index) => {
        const next = pass.regions[index + 1]?.address ?? memory.length;
        return memory.subarray(address + bytes, next);
      });
      expect(pass.regions.slice(0, decoder.regions.length)).toEqual(decoder.regions);
      for (const gap of gaps) gap.fill(0xa5);
      expect(Buffer.from(augment(true).out.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
      expect(decoder.memory.buffer).toBe(memory.buffer);
      for (const gap of gaps) expect(gap.every((byte) => byte === 0xa5)).toBe(true);
      expect(Buffer.from(memory.buffer, pixels.address, data.length).equals(data)).toBe(true);
    }
  }
});
