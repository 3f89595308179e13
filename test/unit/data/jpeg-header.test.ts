import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type JpegHeader, readJpegHeader } from "../../../runner/data/jpeg/header.ts";
import { suitsTurbo } from "../../../runner/data/jpeg/turbo.ts";

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));
const picture = () => sharp({ create: { width: 40, height: 30, channels: 3, background: "#a37" } });

/** What matters of it. */
type Said = Omit<JpegHeader, "frame">;

describe("what the header of a JPEG says", () => {
  const plain: Said = {
    width: 24,
    height: 16,
    components: 3,
    precision: 8,
    common: true,
    orientation: 1,
    srgb: true,
  };
  test.each<[string, Partial<Said>]>([
    ["plain.jpg", {}],
    ["progressive.jpeg", {}],
    ["grey.jpg", { components: 1 }],
    // As stored: 16×24 pixels, to be turned.
    ["orientation-6.jpg", { width: 16, height: 24, orientation: 6 }],
    ["cmyk.jpg", { width: 48, height: 16, components: 4 }],
    ["cmyk-icc.jpg", { components: 4, srgb: false }],
  ])("%s", (name, changes) => {
    expect(readJpegHeader(fixture(name))).toMatchObject({ ...plain, ...changes });
  });

  test("an embedded profile means sRGB only where it is that of sRGB", async () => {
    const p3 = await picture().withIccProfile("p3").jpeg().toBuffer();
    expect(readJpegHeader(p3)).toMatchObject({ srgb: false });
    const srgb = await picture().jpeg().toBuffer();
    expect(readJpegHeader(srgb)).toMatchObject({ srgb: true });
  });

  test("only what libjpeg-turbo's module decodes rightly goes to it", () => {
    const suits = (header: Said) => suitsTurbo({ ...header, frame: 0 });
    expect(suits(plain)).toBe(true);
    expect(suits({ ...plain, components: 1 })).toBe(true);
    const others: Partial<Said>[] = [
      { components: 4 },
      { precision: 12 },
      { common: false },
      { orientation: 3 },
      { srgb: false },
      // 2^31 bytes and more.
      { width: 65_535, height: 65_535 },
    ];
    for (const other of others) expect(suits({ ...plain, ...other })).toBe(false);
  });
});

describe("bytes that are no proper header", () => {
  test("cut short anywhere before the first scan: nothing", () => {
    const whole = fixture("orientation-6.jpg");
    const scan = whole.indexOf(Buffer.from([0xff, 0xda]));
    for (let length = 0; length < scan; length++) expect(readJpegHeader(whole.subarray(0, length))).toBeUndefined();
    expect(readJpegHeader(whole)).toBeDefined();
  });

  test("two frames, or a size of 0: nothing", () => {
    const whole = fixture("plain.jpg");
    const frame = whole.indexOf(Buffer.from([0xff, 0xc0]));
    const segment = whole.subarray(frame, frame + 2 + whole.readUInt16BE(frame + 2));
    expect(readJpegHeader(Buffer.concat([whole.subarray(0, frame), segment, whole.subarray(frame)]))).toBeUndefined();
    const empty = Buffer.from(whole);
    empty.writeUInt16BE(0, frame + 5);
    expect(readJpegHeader(empty)).toBeUndefined();
  });

  test("never throws, whatever is changed", () => {
    const whole = fixture("orientation-6.jpg");
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const bytes = Buffer.from(whole);
        for (const [position, value] of changes) bytes[position] = value;
        readJpegHeader(bytes);
      }),
      { numRuns: 2000, seed: 11 },
    );
  });
});
