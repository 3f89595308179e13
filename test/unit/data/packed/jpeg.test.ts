import turbo from "@julusian/jpeg-turbo";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { addRestarts } from "../../../../runner/data/packed/jpeg/add-restarts.ts";
import { cutRegion } from "../../../../runner/data/packed/jpeg/region.ts";
import { readPieces } from "../../../../runner/data/packed/jpeg/restart-table.ts";
import { readScanHeader, UnsuitableJpeg } from "../../../../runner/data/packed/jpeg/scan-header.ts";
import { createStream } from "../../../../shared/random.ts";

const samplings = {
  "4:4:4": turbo.SAMP_444,
  "4:2:2": turbo.SAMP_422,
  "4:2:0": turbo.SAMP_420,
  "4:4:0": turbo.SAMP_440,
  grey: turbo.SAMP_GRAY,
};
type Sampling = keyof typeof samplings;

/** Waves, edges and noise, so that every kind of coefficient occurs. */
function picture(width: number, height: number): Buffer {
  const random = createStream({ seed: 3, purpose: "split", epoch: width, index: height });
  const pixels = Buffer.alloc(width * height * 3);
  for (let k = 0; k < pixels.length; k++) {
    const x = Math.floor(k / 3) % width;
    const y = Math.floor(k / 3 / width);
    const wave = 90 * Math.sin(x / (5 + (k % 3))) * Math.cos(y / 7);
    const edge = x > width / 3 && y > height / 2 ? 60 : 0;
    pixels[k] = Math.max(0, Math.min(255, 110 + wave + edge + 40 * (random.uniform() - 0.5)));
  }
  return pixels;
}

function encode(width: number, height: number, sampling: Sampling, quality = 85): Buffer {
  return turbo.compressSync(picture(width, height), {
    format: turbo.FORMAT_RGB,
    width,
    height,
    quality,
    subsampling: samplings[sampling],
  });
}

function decode(jpeg: Buffer) {
  return turbo.decompressSync(jpeg, { format: turbo.FORMAT_RGB });
}

/** Comparing hundreds of kilobytes with `toEqual` takes seconds. */
function expectSame(actual: Buffer, expected: Buffer): void {
  expect(actual.length).toBe(expected.length);
  expect(actual.equals(expected)).toBe(true);
}

const sizes = [
  [1, 1],
  [17, 9],
  [64, 64],
  [130, 75],
  [255, 131],
  [361, 40],
] as const;

describe.each(Object.keys(samplings) as Sampling[])("%s", (sampling) => {
  it.each(sizes)("keeps every pixel of %i×%i", (width, height) => {
    const original = encode(width, height, sampling);
    const rewritten = addRestarts(original);
    expectSame(decode(rewritten).data, decode(original).data);
  });

  it("is read by libvips without a warning", async () => {
    const original = encode(130, 75, sampling);
    const read = (jpeg: Buffer) => sharp(jpeg, { failOn: "warning" }).raw().toBuffer();
    expectSame(await read(addRestarts(original)), await read(original));
  });

  it("decodes any rectangle alone, bit for bit", () => {
    const [width, height] = [255, 131];
    const original = encode(width, height, sampling);
    const rewritten = addRestarts(original);
    const header = readScanHeader(rewritten);
    const pieces = readPieces(rewritten, header)!;
    const whole = decode(original).data;
    fc.assert(
      fc.property(rectangle(width, height), (box) => {
        const region = cutRegion(rewritten, header, pieces, box);
        const part = decode(region.jpeg);
        expect([part.width, part.height]).toEqual([region.box.width, region.box.height]);
        expectSame(crop(part.data, region.box, box), crop(whole, { left: 0, top: 0, width, height }, box));
      }),
      { numRuns: 60 },
    );
  });

  it("decodes the last columns alone, bit for bit, also where the last piece has too few to interpolate colours", () => {
    for (let width = 100; width < 300; width++) {
      const original = encode(width, 20, sampling);
      const rewritten = addRestarts(original);
      const header = readScanHeader(rewritten);
      const box = { left: width - 2, top: 4, width: 2, height: 9 };
      const region = cutRegion(rewritten, header, readPieces(rewritten, header)!, box);
      const whole = { left: 0, top: 0, width, height: 20 };
      expectSame(crop(decode(region.jpeg).data, region.box, box), crop(decode(original).data, whole, box));
    }
  });
});

interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

function rectangle(width: number, height: number): fc.Arbitrary<Rectangle> {
  const span = (length: number) =>
    fc.tuple(fc.nat(length - 1), fc.nat(length - 1)).map(([a, b]) => [Math.min(a, b), Math.abs(a - b) + 1] as const);
  return fc
    .tuple(span(width), span(height))
    .map(([[left, columns], [top, rows]]) => ({ left, top, width: columns, height: rows }));
}

/** The pixels of `box`, in coordinates of the whole, out of those of `from`. */
function crop(data: Buffer, from: Rectangle, box: Rectangle): Buffer {
  const rows: Buffer[] = [];
  for (let y = box.top; y < box.top + box.height; y++) {
    const start = ((y - from.top) * from.width + box.left - from.left) * 3;
    rows.push(data.subarray(start, start + box.width * 3));
  }
  return Buffer.concat(rows);
}

describe("a JPEG from elsewhere", () => {
  it("may have restart markers of its own", () => {
    const once = addRestarts(encode(130, 75, "4:2:0"));
    expectSame(addRestarts(once), once);
  });

  it.each([1, 50, 100])("keeps every pixel at quality %i", (quality) => {
    const original = encode(200, 120, "4:2:0", quality);
    expectSame(decode(addRestarts(original)).data, decode(original).data);
  });

  it("takes about as many bytes as before", () => {
    const original = encode(500, 375, "4:2:0");
    expect(addRestarts(original).length / original.length).toBeLessThan(1.02);
  });

  it("is left alone where it is progressive, has four components or 12 bits", async () => {
    const raw = { width: 40, height: 30, channels: 3 as const };
    const progressive = await sharp(picture(40, 30), { raw }).jpeg({ progressive: true }).toBuffer();
    expect(() => addRestarts(progressive)).toThrow(new UnsuitableJpeg("progressive"));
    const cmyk = await sharp(picture(40, 30), { raw }).toColourspace("cmyk").jpeg().toBuffer();
    expect(() => addRestarts(cmyk)).toThrow(new UnsuitableJpeg("4 components"));
    const deep = Buffer.from(encode(40, 30, "4:2:0"));
    deep[readScanHeader(deep).frame + 4] = 12;
    expect(() => addRestarts(deep)).toThrow(new UnsuitableJpeg("12 bits a sample"));
  });

  it("is refused where it is damaged, and by nothing but that", () => {
    const original = encode(130, 75, "4:2:0");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: original.length }),
        (changes, end) => {
          const damaged = Buffer.from(original);
          for (const [at, value] of changes) damaged[at] = value;
          for (const bytes of [damaged, damaged.subarray(0, end)]) {
            try {
              addRestarts(bytes);
            } catch (error) {
              expect(error).toBeInstanceOf(UnsuitableJpeg);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
