import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Dataset } from "../../../runner/data/dataset.ts";
import { decodeImage } from "../../../runner/data/decode.ts";
import { openData } from "../../../runner/data/open.ts";
import { dataSchema } from "../../../shared/recipe/sections/data.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "formats-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (format: "idx" | "cifar", data = {}) =>
  openData(dataSchema.parse({ format, train: ".", ...data }), folder);
const write = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
const pixels = async (dataset: Dataset, index: number) =>
  (await decodeImage(dataset.source(index), { maxPixels: 1e6, background: [0, 0, 0], decoder: "fast" })).data;

function idxFile(sizes: number[], body: number[], magic = 0x0800 + sizes.length): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(magic, 0);
  for (const [k, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * k);
  return Buffer.concat([header, Buffer.from(body)]);
}

describe("idx", () => {
  const images = [10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25];
  const writeTrain = () => {
    write("train-images-idx3-ubyte", idxFile([2, 3, 2], images));
    write("train-labels-idx1-ubyte", idxFile([2], [0, 2]));
  };

  test("plain training files, gzipped test files: their own validation set", async () => {
    writeTrain();
    write("t10k-images-idx3-ubyte.gz", gzipSync(idxFile([1, 3, 2], images.slice(6))));
    write("t10k-labels-idx1-ubyte.gz", gzipSync(idxFile([1], [1])));
    const { train, validation } = await open("idx");
    expect(train.classes).toEqual(["0", "1", "2"]);
    expect([train.length, train.label(1), train.name(1)]).toEqual([2, 2, "train-images#1"]);
    // Three rows of two columns; one channel is read three times.
    expect(train.source(1)).toMatchObject({ width: 2, height: 3, channels: 1, offset: 6 });
    expect([...(await pixels(train, 1)).subarray(0, 6)]).toEqual([20, 20, 20, 21, 21, 21]);
    expect([validation.length, validation.label(0), validation.name(0)]).toEqual([1, 1, "t10k-images#0"]);
  });

  test("class names beside the files", async () => {
    writeTrain();
    write("classes.txt", Buffer.from("shirt\ncoat\r\nbag\n"));
    write("t10k-images.idx3-ubyte", idxFile([1, 1, 1], [0]));
    write("t10k-labels.idx1-ubyte", idxFile([1], [1]));
    expect((await open("idx")).train.classes).toEqual(["shirt", "coat", "bag"]);
  });

  test.each([
    [
      "another magic number",
      () => write("train-images-idx3-ubyte", idxFile([2, 3, 2], images, 0x0801)),
      /train-images.*magic number 0x00000803.*found 0x00000801/,
    ],
    [
      "a truncated body",
      () => write("train-images-idx3-ubyte", idxFile([2, 3, 2], images.slice(1))),
      /28 bytes, for 2 images × 3 rows × 2 columns, found 27/,
    ],
    [
      "a truncated header",
      () => write("train-labels-idx1-ubyte", Buffer.from([0, 0, 8])),
      /train-labels.*header of 8 bytes, found 3 bytes/,
    ],
    [
      "sizes that would overflow",
      () => write("train-images-idx3-ubyte", idxFile([0xffffffff, 0xffffffff, 0xffffffff], [])),
      /found 16/,
    ],
    [
      "fewer labels than images",
      () => write("train-labels-idx1-ubyte", idxFile([1], [0])),
      /2 labels, as many as train-images-idx3-ubyte has images, found 1/,
    ],
    [
      "labels beyond the names",
      () => write("classes.txt", Buffer.from("a\nb\n")),
      /labels from 0 to 1, for 2 classes, found 2 for image 1/,
    ],
    [
      "no images",
      () => {
        write("train-images-idx3-ubyte", idxFile([0, 3, 2], []));
        write("train-labels-idx1-ubyte", idxFile([0], []));
      },
      /at least one image/,
    ],
  ])("%s", async (_, spoil, message) => {
    writeTrain();
    spoil();
    await expect(open("idx")).rejects.toThrow(message);
  });

  test.skipIf(process.platform === "win32")("a link out of the folder, and a FIFO, which would never end", async () => {
    writeTrain();
    rmSync(join(folder, "train-labels-idx1-ubyte"));
    symlinkSync("/etc/hostname", join(folder, "train-labels-idx1-ubyte"));
    await expect(open("idx")).rejects.toThrow(
      /train-labels.*a regular file inside the data folder.*out of the data root/,
    );
    rmSync(join(folder, "train-labels-idx1-ubyte"));
    execFileSync("mkfifo", [join(folder, "train-labels-idx1-ubyte")]);
    await expect(open("idx")).rejects.toThrow(/train-labels.*not a regular file but a FIFO/);
  });

  test("a truncated gzip file, a missing half of the pair, and nothing at all", async () => {
    await expect(open("idx")).rejects.toThrow(/has neither/);
    write("train-labels-idx1-ubyte", idxFile([2], [0, 2]));
    await expect(open("idx")).rejects.toThrow(/has train-labels-idx1-ubyte and no train-images-idx3-ubyte/);
    const whole = gzipSync(idxFile([2, 3, 2], images));
    write("train-images-idx3-ubyte.gz", whole.subarray(0, whole.length - 9));
    await expect(open("idx")).rejects.toThrow(/a whole gzip file/);
  });
});

describe("cifar", () => {
  /** A record whose planes are `red`, `green`, `blue` throughout, but for the second pixel, which is one more. */
  const record = (labels: number[], [red, green, blue]: [number, number, number]) => {
    const planes = [red, green, blue].map((value) => Buffer.alloc(1024, value));
    for (const plane of planes) plane[1]! += 1;
    return Buffer.concat([Buffer.from(labels), ...planes]);
  };

  test("CIFAR-10: batches in order, planes, names, and its own test batch", async () => {
    write("data_batch_2.bin", record([3], [40, 50, 60]));
    write("data_batch_1.bin", Buffer.concat([record([9], [1, 2, 3]), record([0], [10, 20, 30])]));
    write("test_batch.bin", record([5], [7, 8, 9]));
    write("batches.meta.txt", Buffer.from("airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"));
    const { train, validation } = await open("cifar");
    expect(train.classes[9]).toBe("truck");
    expect([0, 1, 2].map((index) => [train.label(index), train.name(index)])).toEqual([
      [9, "data_batch_1.bin#0"],
      [0, "data_batch_1.bin#1"],
      [3, "data_batch_2.bin#0"],
    ]);
    const image = await pixels(train, 1);
    expect(image.length).toBe(3072);
    expect([...image.subarray(0, 9)]).toEqual([10, 20, 30, 11, 21, 31, 10, 20, 30]);
    expect(validation.length).toBe(1);
  });

  test("CIFAR-100: the fine label is the one", async () => {
    write("train.bin", Buffer.concat([record([4, 77], [1, 2, 3]), record([4, 99], [4, 5, 6])]));
    write("test.bin", record([0, 1], [7, 8, 9]));
    const { train } = await open("cifar");
    expect([train.classes.length, train.label(0), train.label(1)]).toEqual([100, 77, 99]);
    expect([...(await pixels(train, 1)).subarray(0, 3)]).toEqual([4, 5, 6]);
  });

  test("a truncated file, a label that no class has, and nothing at all", async () => {
    await expect(open("cifar")).rejects.toThrow(/data_batch_1\.bin.*has no train file/);
    write("data_batch_1.bin", record([3], [1, 2, 3]).subarray(1));
    await expect(open("cifar")).rejects.toThrow(/whole number of records of 3073 bytes, found 3072 bytes/);
    write("data_batch_1.bin", record([10], [1, 2, 3]));
    await expect(open("cifar")).rejects.toThrow(/labels from 0 to 9, for 10 classes, found 10 for image 0/);
  });
});
