import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DecodeOptions, decodeImage } from "../../../runner/data/decode.ts";
import { BrokenImageError } from "../../../runner/data/decoded-image.ts";
import { turboFailure } from "../../../runner/data/jpeg/turbo.ts";
import { createStream } from "../../../shared/random.ts";

const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));
/** Made by make_fixtures.py with Pillow. */
const golden: { background: [number, number, number]; files: Record<string, Golden> } = JSON.parse(
  readFileSync(join(fixtures, "expected.json"), "utf8"),
);
interface Golden {
  width: number;
  height: number;
  /** Largest difference allowed, in grey levels. */
  tolerance: number;
  note: string;
  /** Base64 of RGB bytes. */
  pixels: string;
}
const options = { maxPixels: 50_000_000, background: golden.background, decoder: "exact" } as const;
const decode = (path: string, root = fixtures, decoder: DecodeOptions["decoder"] = "exact") =>
  decodeImage({ kind: "file", path, root: realpathSync(root) }, { ...options, decoder });

describe("pixels of every kind of file, against Pillow", () => {
  for (const [name, { width, height, tolerance, note, pixels }] of Object.entries(golden.files)) {
    test(`${name}: ${note}`, async () => {
      const image = await decode(join(fixtures, name));
      expect([image.width, image.height]).toEqual([width, height]);
      const expected = Buffer.from(pixels, "base64");
      expect(image.data.length).toBe(expected.length);
      const worst = image.data.reduce((most, value, k) => Math.max(most, Math.abs(value - expected[k]!)), 0);
      expect(worst).toBeLessThanOrEqual(tolerance);
    });
  }

  test("the fast decoder of JPEG: off by its DCT, at most 2 levels on average and 10 anywhere", async () => {
    expect(turboFailure()).toBeNull();
    for (const name of Object.keys(golden.files).filter((file) => /\.jpe?g$/.test(file))) {
      const { width, height, data } = await decode(join(fixtures, name), fixtures, "fast");
      const expected = Buffer.from(golden.files[name]!.pixels, "base64");
      expect([name, width, height]).toEqual([name, golden.files[name]!.width, golden.files[name]!.height]);
      const differences = [...data].map((value, k) => Math.abs(value - expected[k]!));
      expect(Math.max(...differences), name).toBeLessThanOrEqual(10);
      expect(differences.reduce((sum, value) => sum + value) / differences.length, name).toBeLessThan(2);
      // Those that only sharp turns upright and converts are exact.
      const exactly = name === "orientation-6.jpg" || name === "cmyk-icc.jpg";
      expect(Math.max(...differences) <= golden.files[name]!.tolerance, name).toBe(exactly);
    }
  });

  test("CMYK without a profile: by libvips' own, so bare paper is white and all inks together are dark, cyan is cyan", async () => {
    const { data, width, height } = await decode(join(fixtures, "cmyk.jpg"));
    expect([width, height]).toEqual([48, 16]);
    const pixel = (x: number) => [...data.subarray((8 * width + x) * 3, (8 * width + x) * 3 + 3)];
    for (const value of pixel(8)) expect(value).toBeGreaterThan(250);
    for (const value of pixel(24)) expect(value).toBeLessThan(60);
    const [red, green, blue] = pixel(40);
    expect(red).toBeLessThan(60);
    expect(green).toBeGreaterThan(120);
    expect(blue).toBeGreaterThan(180);
  });
});

let folder = "";
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "decode-")));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The reason why a file in `folder` is refused, which is the same for both decoders. */
async function refusal(name: string, content?: Buffer): Promise<string> {
  const path = join(folder, name);
  if (content) writeFileSync(path, content);
  const outcome = (decoder: DecodeOptions["decoder"]) =>
    decode(path, folder, decoder).then(
      () => new Error("it was decoded"),
      (cause) => cause,
    );
  // One after the other: libvips keeps its messages in one place.
  const exact = await outcome("exact");
  const fast = await outcome("fast");
  expect(exact).toBeInstanceOf(BrokenImageError);
  expect(fast).toBeInstanceOf(BrokenImageError);
  expect(fast.message).toBe(exact.message);
  return exact.message;
}

/** A black square of one bit a pixel. */
function blackPng(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(side / 8)) * side), { level: 9 });
  const signature = Buffer.from("\u0089PNG\r\n\u001a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

describe("files that are refused", () => {
  for (const name of [
    "plain.jpg",
    "progressive.jpeg",
    "grey.jpg",
    "plain.png",
    "rgb-16-bit.png",
    "alpha.webp",
    "animated.webp",
  ]) {
    test(`${name} truncated anywhere`, async () => {
      const whole = readFileSync(join(fixtures, name));
      for (let length = 16; length < whole.length; length += Math.ceil(whole.length / 20)) {
        const cut = whole.subarray(0, length);
        expect(await refusal(`cut-${basename(name)}`, cut), `${length} bytes of it`).toMatch(/^truncated/);
      }
      expect(await refusal(`cut-${basename(name)}`, whole.subarray(0, whole.length - 1))).toMatch(/^truncated/);
    });
  }

  test("corrupt: PNG data that its checksum does not fit", async () => {
    const bytes = readFileSync(join(fixtures, "plain.png"));
    const middle = bytes.indexOf("IDAT") + 40;
    bytes[middle] = bytes[middle]! ^ 0xff;
    expect(await refusal("corrupt.png", bytes)).toMatch(/^corrupt/);
  });

  test("corrupt: JPEG data with codes that do not exist", async () => {
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, k) => (k * 7919 * (k % 97)) & 255));
    const bytes = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toBuffer();
    bytes.fill(0xfe, bytes.length >> 1, (bytes.length >> 1) + 30);
    expect(await refusal("corrupt.jpg", bytes)).toMatch(/^corrupt/);
  });

  test("damaged JPEG data: the fast decoder refuses what the exact one refuses, and nothing else", async () => {
    const whole = await sharp(readFileSync(join(fixtures, "plain.jpg")))
      .resize(160, 120, { fit: "fill" })
      .jpeg({ quality: 90 })
      .toBuffer();
    const random = createStream({ seed: 3, purpose: "split" });
    const outcomes = { decoded: 0, refused: 0 };
    for (let trial = 0; trial < 150; trial++) {
      const bytes = Buffer.from(whole);
      bytes[20 + random.integer(bytes.length - 20)]! ^= 1 << random.integer(8);
      const path = join(folder, "damaged.jpg");
      writeFileSync(path, bytes);
      const [exact, fast] = await Promise.allSettled([decode(path, folder), decode(path, folder, "fast")]);
      expect(fast.status).toBe(exact.status);
      outcomes[exact.status === "fulfilled" ? "decoded" : "refused"]++;
    }
    expect(outcomes.decoded).toBeGreaterThan(20);
    expect(outcomes.refused).toBeGreaterThan(5);
  });

  test("a decompression bomb, before it is decoded: 256 megapixels in 31 kilobytes", async () => {
    const bomb = blackPng(16_000);
    expect(bomb.length).toBeLessThan(40_000);
    const before = process.memoryUsage().rss;
    expect(await refusal("bomb.png", bomb)).toBe("more than 50000000 pixels (data.maxPixels)");
    expect(process.memoryUsage().rss - before).toBeLessThan(100 << 20);
  });

  test("one pixel more than maxPixels, and not exactly as many", async () => {
    const source = { kind: "file" as const, path: join(fixtures, "plain.png"), root: fixtures };
    await expect(decodeImage(source, { ...options, maxPixels: 24 * 16 - 1 })).rejects.toThrow("more than 383 pixels");
    await expect(decodeImage(source, { ...options, maxPixels: 24 * 16 })).resolves.toMatchObject({ width: 24 });
  });

  const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>`;
  const disguises: [string, string, Buffer][] = [
    ["SVG", "drawing.jpg", Buffer.from(svg)],
    ["PDF", "paper.jpg", Buffer.from("%PDF-1.7\n1 0 obj\n")],
    ["HEIF or another ISO media file", "phone.jpg", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")],
    ["AVIF", "new.png", Buffer.from("\0\0\0\x18ftypavif\0\0\0\0mif1", "latin1")],
    ["GIF", "moving.png", Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64")],
    ["TIFF", "scan.jpg", Buffer.from("II*\0\x08\0\0\0", "latin1")],
    ["HTML", "error-page.jpg", Buffer.from("<!DOCTYPE html><title>404</title>")],
    ["JPEG", "photo.png", readFileSync(join(fixtures, "plain.jpg"))],
    ["PNG", "n02105855_2933.JPEG", readFileSync(join(fixtures, "plain.png"))],
  ];
  for (const [kind, name, content] of disguises) {
    test(`${kind} named ${extname(name)}`, async () => {
      expect(await refusal(name, content)).toBe(`not what its name says: the content is ${kind}`);
    });
  }

  test("no image at all", async () => {
    expect(await refusal("noise.jpg", Buffer.alloc(5000, 0x41))).toBe(
      "not an image: its first bytes are of no known type",
    );
  });

  test("an empty file, and one that is missing", async () => {
    expect(await refusal("empty.jpg", Buffer.alloc(0))).toBe("an empty file");
    expect(await refusal("missing.jpg")).toBe("missing, or a link to nothing");
  });

  test("a file far larger than its pixels could be, before it is read", async () => {
    writeFileSync(join(folder, "huge.jpg"), "");
    truncateSync(join(folder, "huge.jpg"), 1e12); // sparse
    expect(await refusal("huge.jpg")).toMatch(/^a file of 1000000000000 bytes, more than/);
  });
});

describe.skipIf(process.platform === "win32")("what is not a regular file in its root", () => {
  test("a FIFO is refused without waiting for its writer", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.jpg")]);
    expect(await refusal("pipe.jpg")).toBe("not a regular file but a FIFO");
  });

  test("a device, a folder, a link in a circle, a link to nothing", async () => {
    symlinkSync("/dev/zero", join(folder, "device.jpg"));
    symlinkSync(".", join(folder, "folder.jpg"));
    symlinkSync("circle.jpg", join(folder, "circle.jpg"));
    symlinkSync("nowhere", join(folder, "dangling.jpg"));
    expect(await refusal("device.jpg")).toBe("not a regular file but a device");
    expect(await refusal("folder.jpg")).toBe("not a regular file but a folder");
    expect(await refusal("circle.jpg")).toBe("a link that leads in a circle");
    expect(await refusal("dangling.jpg")).toBe("missing, or a link to nothing");
  });

  test("a link out of the root, by file or by folder, and a file of /proc", async () => {
    symlinkSync(join(fixtures, "plain.png"), join(folder, "outside.png"));
    symlinkSync(fixtures, join(folder, "elsewhere"));
    symlinkSync("/proc/self/environ", join(folder, "environment.png"));
    expect(await refusal("outside.png")).toBe(
      `a link out of the data root: it leads to "${join(fixtures, "plain.png")}"`,
    );
    expect(await refusal("elsewhere/plain.png")).toMatch(/^a link out of the data root/);
    expect(await refusal("environment.png")).toMatch(/^a link out of the data root/);
  });

  test("a link inside the root is followed", async () => {
    copyFileSync(join(fixtures, "plain.png"), join(folder, "original.png"));
    symlinkSync("original.png", join(folder, "link.png"));
    expect((await decode(join(folder, "link.png"), folder)).width).toBe(24);
  });

  test("a folder whose name only starts like the root is outside", async () => {
    const source = { kind: "file" as const, path: join(fixtures, "plain.png"), root: fixtures.slice(0, -1) };
    await expect(decodeImage(source, options)).rejects.toThrow("a link out of the data root");
  });
});

describe("raw images", () => {
  const decodeRaw = (bytes: number[], channels: 1 | 3, layout: "interleaved" | "planar") => {
    const buffer = new SharedArrayBuffer(bytes.length + 1);
    new Uint8Array(buffer, 1).set(bytes);
    return decodeImage({ kind: "raw", buffer, offset: 1, width: 2, height: 1, channels, layout }, options);
  };
  test.each([
    ["one channel", [7, 9], 1, "interleaved", [7, 7, 7, 9, 9, 9]],
    ["planes", [1, 2, 3, 4, 5, 6], 3, "planar", [1, 3, 5, 2, 4, 6]],
    ["interleaved", [1, 2, 3, 4, 5, 6], 3, "interleaved", [1, 2, 3, 4, 5, 6]],
  ] as const)("%s", async (_, bytes, channels, layout, expected) => {
    expect([...(await decodeRaw([...bytes], channels, layout)).data]).toEqual(expected);
  });
});
