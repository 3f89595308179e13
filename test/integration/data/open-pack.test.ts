import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Box } from "../../../runner/augment/operation.ts";
import type { Dataset } from "../../../runner/data/dataset.ts";
import { type DecodeOptions, decodeImage } from "../../../runner/data/decode.ts";
import { decodePart } from "../../../runner/data/decode-part.ts";
import type { DecodedImage } from "../../../runner/data/decoded-image.ts";
import { packed } from "../../../runner/data/formats/packed.ts";
import { packHere, packSettings } from "../../support/packs.ts";

const fixtures = fileURLToPath(new URL("../../unit/data/fixtures", import.meta.url));
const names = readdirSync(fixtures).filter((name) => /\.(jpe?g|png|webp)$/i.test(name));
const options: DecodeOptions = { maxPixels: 1_000_000, background: [0, 0, 0], decoder: "exact" };
const allocate = (bytes: number) => new Uint8Array(bytes);

/** All fixtures, in three classes. */
const source: Dataset = {
  classes: ["é", "b", "c"],
  length: names.length,
  label: (index) => index % 3,
  name: (index) => `ü/${names[index]}`,
  source: (index) => ({ kind: "file", path: join(fixtures, names[index]!), root: fixtures }),
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "recipe-lab-pack-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let packs = 0;
const newPack = (settings = packSettings) => packHere(source, join(folder, String(packs++)), { settings });

/** Comparing hundreds of kilobytes with `toEqual` takes seconds. */
function expectSame(actual: DecodedImage, expected: DecodedImage): void {
  expect([actual.width, actual.height]).toEqual([expected.width, expected.height]);
  expect(Buffer.compare(actual.data, expected.data)).toBe(0);
}

function crop({ width, data }: DecodedImage, box: Box): DecodedImage {
  const rows = Array.from({ length: box.height }, (_, y) => {
    const start = ((box.top + y) * width + box.left) * 3;
    return data.subarray(start, start + box.width * 3);
  });
  return { width: box.width, height: box.height, data: Buffer.concat(rows) };
}

describe("a pack", () => {
  it("has the classes, labels and names of its source", async () => {
    const pack = await packed.openTrain(await newPack());
    expect(pack.classes).toEqual(source.classes);
    expect(pack.length).toBe(source.length);
    for (let index = 0; index < pack.length; index++) {
      expect([pack.label(index), pack.name(index)]).toEqual([source.label(index), source.name(index)]);
    }
  });

  it.each(["exact", "fast"] as const)("has the pixels of its source, decoder %s", async (decoder) => {
    const pack = await packed.openTrain(await newPack());
    for (let index = 0; index < pack.length; index++) {
      const decode = (dataset: Dataset) => decodeImage(dataset.source(index), { ...options, decoder });
      expectSame(await decode(pack), await decode(source));
    }
  });

  it("has each image in the encoding that keeps it", async () => {
    const pack = await packed.openTrain(await newPack());
    const encodings = Object.fromEntries(
      names.map((name, index) => {
        const image = pack.source(index);
        return [name, image.kind === "packed" && image.encoding];
      }),
    );
    expect(encodings).toMatchObject({
      "plain.jpg": "restartJpeg",
      "grey.jpg": "restartJpeg",
      "progressive.jpeg": "jpeg",
      "orientation-6.jpg": "jpeg",
      "cmyk.jpg": "jpeg",
      "alpha.png": "png",
      "animated.webp": "webp",
    });
  });

  it.each(["jpeg-lossless", "raw"] as const)("gives any part of an image, %s", async (as) => {
    const pack = await packed.openTrain(await newPack({ ...packSettings, as }));
    for (const name of ["plain.jpg", "grey.jpg", "progressive.jpeg", "alpha.png"]) {
      const index = names.indexOf(name);
      const whole = await decodeImage(source.source(index), options);
      for (let left = 0; left < whole.width - 5; left += 7) {
        const box = { left, top: (left * 3) % (whole.height - 4), width: Math.min(9, whole.width - left), height: 4 };
        const part = await decodePart(pack.source(index), options, { allocate, need: () => ({ box, shrink: 1 }) });
        expect(part.whole).toEqual({ width: whole.width, height: whole.height });
        const inPart = { ...box, left: box.left - part.left, top: box.top - part.top };
        expectSame(crop(part.image, inPart), crop(whole, box));
      }
    }
  });

  it("shrinks what is larger than a side to it, and nothing else", async () => {
    const pack = await packed.openTrain(await newPack({ ...packSettings, as: "raw", side: 12 }));
    for (let index = 0; index < pack.length; index++) {
      const before = await decodeImage(source.source(index), options);
      const after = await decodeImage(pack.source(index), options);
      expect(Math.min(after.width, after.height)).toBe(Math.min(12, before.width, before.height));
    }
  });

  it("can be packed again, and keeps its bytes", async () => {
    const first = await newPack();
    const again = await packHere(await packed.openTrain(first), join(folder, "again"));
    const shard = (location: typeof first) => readFileSync(join(location.folder, "00000.shard"));
    expect(shard(again).equals(shard(first))).toBe(true);
  });
});

describe("damage", () => {
  const plain = names.indexOf("plain.jpg");

  it.each(["jpeg-lossless", "raw"] as const)("of a shard is found in each image that it touches, %s", async (as) => {
    const location = await newPack({ ...packSettings, as });
    const pack = await packed.openTrain(location);
    const image = pack.source(plain);
    if (image.kind !== "packed") throw new Error("not packed");
    const shard = readFileSync(image.path);
    const damaged = Buffer.from(shard);
    damaged[image.offset + image.bytes - 1]! ^= 1;
    // Not in place: this process may have the shard open.
    rmSync(image.path);
    writeFileSync(image.path, damaged);
    const name =
      /^the shard 0000\d\.shard is damaged: it has a checksum of [0-9a-f]{8} where its index says [0-9a-f]{8}$/;
    await expect(decodeImage(image, options)).rejects.toThrow(name);
    const other = pack.source(plain + 1);
    await expect(decodeImage(other, options)).resolves.toBeDefined();
  });

  it("a shard that is cut short or missing costs its own images", async () => {
    const location = await newPack();
    const pack = await packed.openTrain(location);
    truncateSync(join(location.folder, "00001.shard"), 10);
    await expect(decodeImage(pack.source(5), options)).rejects.toThrow(
      "the shard 00001.shard is damaged: it has 10 bytes",
    );
    rmSync(join(location.folder, "00002.shard"));
    await expect(decodeImage(pack.source(9), options)).rejects.toThrow("missing, or a link to nothing");
    await expect(decodeImage(pack.source(1), options)).resolves.toBeDefined();
  });

  it("a shard that is a link out of the pack is not read", async () => {
    const location = await newPack();
    const pack = await packed.openTrain(location);
    renameSync(join(location.folder, "00000.shard"), join(folder, "outside.shard"));
    symlinkSync(join(folder, "outside.shard"), join(location.folder, "00000.shard"));
    await expect(decodeImage(pack.source(0), options)).rejects.toThrow("a link out of the data root");
  });

  it("of an index is found before anything is read, wherever it is", async () => {
    const location = await newPack();
    const path = join(location.folder, "00000.index");
    const index = readFileSync(path);
    for (let at = 0; at < index.length; at += 7) {
      const damaged = Buffer.from(index);
      damaged[at]! ^= 0x10;
      writeFileSync(path, damaged);
      await expect(packed.openTrain(location)).rejects.toMatchObject({ code: "data-malformed" });
      writeFileSync(path, index.subarray(0, at));
      await expect(packed.openTrain(location)).rejects.toMatchObject({ code: "data-malformed" });
    }
  });

  it("an index with any other numbers and a right checksum leads to no byte outside of its shard", async () => {
    const location = await newPack();
    const path = join(location.folder, "00000.index");
    const index = readFileSync(path);
    const records = 20 + index.readUInt32LE(8);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(4 * 8 - 1),
        fc.oneof(fc.nat(300), fc.nat(0xffffffff), fc.constantFrom(0xffffffff, 0x80000000, 0)),
        async (field, value) => {
          const changed = Buffer.from(index);
          changed.writeUInt32LE(value, records + field * 4);
          changed.writeUInt32LE(crc32(changed.subarray(0, -4)), changed.length - 4);
          writeFileSync(path, changed);
          const opened = await packed.openTrain(location).catch((error: Error) => error);
          if (opened instanceof Error) {
            expect(opened).toMatchObject({ code: "data-malformed" });
            return;
          }
          // What passes is an image, or is refused as broken: nothing else may be thrown.
          const result = await decodeImage(opened.source(Math.floor(field / 8)), options).catch(
            (error: Error) => error,
          );
          if (result instanceof Error) expect(result.name).toBe("BrokenImageError");
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what is not a pack", () => {
  it("is told from one that is not finished", async () => {
    const location = await newPack();
    renameSync(join(location.folder, "pack.json"), join(location.folder, "pack.unfinished.json"));
    await expect(packed.openTrain(location)).rejects.toMatchObject({ code: "pack-unfinished" });
    rmSync(join(location.folder, "pack.unfinished.json"));
    await expect(packed.openTrain(location)).rejects.toMatchObject({ code: "no-pack" });
  });

  it("a manifest of another kind, or one that names a file elsewhere, is refused", async () => {
    const location = await newPack();
    const path = join(location.folder, "pack.json");
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    for (const change of [
      { version: 2 },
      { classes: [] },
      { shards: [{ ...manifest.shards[0], file: "../00000.shard" }] },
    ]) {
      writeFileSync(path, JSON.stringify({ ...manifest, ...change }));
      await expect(packed.openTrain(location)).rejects.toMatchObject({ code: "data-malformed" });
    }
    writeFileSync(path, "{");
    await expect(packed.openTrain(location)).rejects.toMatchObject({ code: "data-malformed" });
  });
});
