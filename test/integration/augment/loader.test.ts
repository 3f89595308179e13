import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { build } from "esbuild";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Dataset } from "../../../runner/data/dataset.ts";
import { type Batch, createLoader, type EpochOrder, type LoaderOptions } from "../../../runner/data/loader.ts";
import { createStream } from "../../../shared/random.ts";
import { operation, paperPipeline } from "../../support/operations.ts";

const size = 16;
const ops = [operation("randomResizedCrop", { size }), ...paperPipeline.slice(1)];
const imageCount = 24;
let folder: string;
let built: string;
let faultyWorker: URL;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "recipe-lab-loader-")));
  const random = createStream({ seed: 1, purpose: "split" });
  for (let number = 0; number < imageCount; number++) {
    const raw = { width: 40 + number, height: 30, channels: 3 as const };
    const pixels = Uint8Array.from({ length: raw.width * raw.height * 3 }, () => random.integer(256));
    await sharp(pixels, { raw })
      .jpeg()
      .toFile(join(folder, `${number}.jpg`));
  }
  for (const name of ["crash", "exit", "spin", "never", "slow"]) {
    await sharp({ create: { width: 20, height: 20, channels: 3, background: "red" } }).toFile(
      join(folder, `${name}.jpg`),
    );
  }
  writeFileSync(join(folder, "broken.jpg"), "not a picture");
  writeFileSync(join(folder, "broken-2.jpg"), "not a picture either");

  // There the bundle finds its packages and the built modules; with a name of its own, as these tests may run twice at once.
  built = fileURLToPath(new URL(`../../../.build/faulty-worker-${process.pid}.mjs`, import.meta.url));
  mkdirSync(join(built, ".."), { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL("../../support/faulty-worker.ts", import.meta.url))],
    outfile: built,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
  faultyWorker = pathToFileURL(built);
});
afterAll(() => {
  for (const made of [folder, built]) rmSync(made, { recursive: true, force: true });
});

/** The numbered images, and then `others`. Labels are positions. */
function datasetWith(...others: string[]): Dataset {
  const names = [...Array.from({ length: imageCount }, (_, number) => `${number}.jpg`), ...others];
  return {
    classes: names,
    length: names.length,
    label: (index) => index,
    name: (index) => names[index]!,
    source: (index) => ({ kind: "file", path: join(folder, names[index]!), root: folder }),
  };
}

const shuffled = ({ length }: Dataset) => Uint32Array.from({ length }, (_, position) => (position * 7 + 3) % length);

interface Copy {
  images: Float32Array;
  labels: number[];
  indices: number[];
}

/** Runs a loader over one epoch and copies what it gives. */
async function load(options: Partial<LoaderOptions> & { dataset: Dataset }, epoch: Partial<EpochOrder> = {}) {
  const quarantined: string[] = [];
  const loader = createLoader({
    ops,
    size,
    seed: 5,
    workers: 2,
    decode: { maxPixels: 1_000_000, background: [0, 0, 0], decoder: "fast" },
    maxBrokenFraction: 0.5,
    onBroken: "replace",
    onQuarantine: ({ name, reason }) => quarantined.push(`${name}: ${reason}`),
    ...options,
  });
  const batches: Copy[] = [];
  try {
    const order = shuffled(options.dataset);
    for await (const batch of loader.batches([{ epoch: 1, order, batchSize: 5, ...epoch }])) {
      batches.push(copy(batch));
      batch.release();
    }
  } finally {
    await loader.close();
  }
  return { batches, quarantined, count: loader.quarantined };
}

const copy = ({ images, labels, indices }: Batch): Copy => ({
  images: Float32Array.from(images),
  labels: [...labels],
  indices: [...indices],
});

describe("batches", () => {
  test("are the same, bit for bit, with 1, 2 and 5 workers, broken images included", async () => {
    const dataset = datasetWith("broken.jpg", "broken-2.jpg");
    const one = await load({ dataset, workers: 1 });
    expect(one.batches.map(({ labels }) => labels.length)).toEqual([5, 5, 5, 5, 5, 1]);
    expect(one.batches.every(({ images, labels }) => images.length === labels.length * size * size * 3)).toBe(true);
    expect(one.quarantined.length).toBe(2);
    for (const workers of [2, 5]) {
      const more = await load({ dataset, workers });
      expect(more.batches).toEqual(one.batches);
      expect(more.quarantined.sort()).toEqual(one.quarantined.sort());
    }
  });

  test("are the same where an epoch is entered in the middle", async () => {
    const dataset = datasetWith("broken.jpg", "broken-2.jpg");
    const whole = await load({ dataset });
    expect((await load({ dataset }, { startBatch: 3 })).batches).toEqual(whole.batches.slice(3));
    expect((await load({ dataset }, { startBatch: 6 })).batches).toEqual([]);
  });

  test("differ between epochs and seeds, in pixels and not in order", async () => {
    const dataset = datasetWith();
    const [first, epoch, seed] = [
      await load({ dataset }),
      await load({ dataset }, { epoch: 2 }),
      await load({ dataset, seed: 6 }),
    ];
    expect(epoch.batches[0]!.indices).toEqual(first.batches[0]!.indices);
    expect(epoch.batches[0]!.images).not.toEqual(first.batches[0]!.images);
    expect(seed.batches[0]!.images).not.toEqual(first.batches[0]!.images);
  });

  test("come from raw bytes in shared memory too", async () => {
    const buffer = new SharedArrayBuffer(2 * size * size * 3);
    new Uint8Array(buffer).fill(10).fill(250, size * size * 3);
    const dataset: Dataset = {
      classes: ["dark", "bright"],
      length: 2,
      label: (index) => index,
      name: (index) => `images#${index}`,
      source: (index) => ({
        kind: "raw",
        buffer,
        offset: index * size * size * 3,
        width: size,
        height: size,
        channels: 3,
        layout: "interleaved",
      }),
    };
    const plain = [operation("normalize", { mean: [0, 0, 0], standardDeviation: [1, 1, 1] })];
    const { batches } = await load({ dataset, ops: plain }, { order: Uint32Array.of(1, 0) });
    expect(batches[0]!.labels).toEqual([1, 0]);
    expect([batches[0]!.images[0], batches[0]!.images.at(-1)]).toEqual([250, 10]);
  });
});

describe("epochs in a row", () => {
  test("give what each gives alone, also where the batch grows and the first is entered in the middle", async () => {
    const dataset = datasetWith("broken.jpg", "broken-2.jpg");
    const order = shuffled(dataset);
    const epochs: EpochOrder[] = [
      { epoch: 0, order, batchSize: 5, startBatch: 3 },
      { epoch: 1, order: order.slice().reverse(), batchSize: 5 },
      { epoch: 2, order: order.subarray(0, 24), batchSize: 12 },
      { epoch: 3, order, batchSize: 100 },
    ];
    const alone: Copy[] = [];
    for (const epoch of epochs) alone.push(...(await load({ dataset, seed: 0 }, epoch)).batches);
    expect(alone.map(({ labels }) => labels.length)).toEqual([5, 5, 1, 5, 5, 5, 5, 5, 1, 12, 12, 26]);

    const loader = createLoader({ ...iterationOptions, dataset, maxBrokenFraction: 0.5 });
    const together: Copy[] = [];
    for await (const batch of loader.batches(epochs)) {
      together.push(copy(batch));
      batch.release();
    }
    await loader.close();
    expect(together).toEqual(alone);
  });

  test("the next epoch's first batch is ready when this one's last is given back", async () => {
    // The broken image is the last that the one worker comes to in epoch 1, so its report says that the batch is full.
    let report: (name: string) => void;
    const reported = new Promise<string>((resolve) => {
      report = resolve;
    });
    const loader = createLoader({
      ...iterationOptions,
      dataset: datasetWith("broken.jpg"),
      workers: 1,
      onBroken: "skip",
      maxBrokenFraction: 1,
      onQuarantine: ({ name }) => report(name),
    });
    const batches = loader.batches([
      { epoch: 0, order: Uint32Array.of(0, 1), batchSize: 2 },
      { epoch: 1, order: Uint32Array.of(2, 3, imageCount), batchSize: 3 },
    ]);
    const last = (await batches.next()).value!;
    expect([...last.indices]).toEqual([0, 1]);
    expect(await reported).toBe("broken.jpg");
    last.release();
    const turn = new Promise<"waited">((resolve) => setImmediate(() => resolve("waited")));
    const next = await Promise.race([batches.next(), turn]);
    await loader.close();
    expect(next).not.toBe("waited");
    expect(next).toMatchObject({ value: { indices: Uint32Array.of(2, 3) } });
  });

  test("no more of them are asked for, and no more memory is taken, than reading ahead needs", async () => {
    const asked: number[] = [];
    const memory = new Set<ArrayBufferLike>();
    function* epochs(): Generator<EpochOrder> {
      for (let epoch = 0; ; epoch++) {
        asked.push(epoch);
        yield { epoch, order: Uint32Array.of(0, 1), batchSize: 1 };
      }
    }
    const loader = createLoader(iterationOptions);
    let steps = 0;
    for await (const batch of loader.batches(epochs())) {
      memory.add(batch.images.buffer);
      // The batch in use, two that are being filled, and the one after them.
      expect(asked.length).toBe(Math.floor((steps + 3) / 2) + 1);
      batch.release();
      if (++steps === 20) break;
    }
    await loader.close();
    expect(memory.size).toBe(3);
  });
});

describe("broken images", () => {
  test("are replaced in training by readable images, named once, and counted", async () => {
    const dataset = datasetWith("broken.jpg");
    const { batches, quarantined, count } = await load({ dataset });
    expect(batches.flatMap(({ indices }) => indices).length).toBe(dataset.length);
    expect(batches.flatMap(({ indices }) => indices)).not.toContain(imageCount);
    expect(count).toBe(1);
    expect(quarantined).toEqual([expect.stringMatching(/^broken\.jpg: /)]);
  });

  test("are left out in validation", async () => {
    const dataset = datasetWith("broken.jpg");
    const order = Uint32Array.from({ length: dataset.length }, (_, index) => index).reverse();
    const { batches, count } = await load({ dataset, onBroken: "skip" }, { order });
    expect(batches.flatMap(({ indices }) => indices)).toEqual([...order].slice(1));
    expect(batches[0]!.indices.length).toBe(4);
    expect(count).toBe(1);
    const without = await load({ dataset, onBroken: "skip" }, { order: order.slice(1), batchSize: 4 });
    expect(batches[0]!.images).toEqual(without.batches[0]!.images);
  });

  test("a batch of nothing else is left out, too", async () => {
    const dataset = datasetWith("broken.jpg");
    const order = Uint32Array.of(imageCount, 0);
    const { batches } = await load({ dataset, onBroken: "skip" }, { order, batchSize: 1 });
    expect(batches.map(({ indices }) => indices)).toEqual([[0]]);
  });

  test("too many of them stop the run, with their names and reasons", async () => {
    const dataset = datasetWith("broken.jpg", "broken-2.jpg");
    const loading = load({ dataset, maxBrokenFraction: 0.05 });
    await expect(loading).rejects.toMatchObject({ code: "too-many-broken-images", exitCode: 1 });
    await expect(loading).rejects.toThrow(/broken\.jpg \(not an image.*data\.maxBrokenFraction/);
  });

  test("where every image is broken, the run stops even if that is allowed", async () => {
    const dataset = datasetWith("broken.jpg");
    const loading = load({ dataset, maxBrokenFraction: 1 }, { order: Uint32Array.of(imageCount) });
    await expect(loading).rejects.toMatchObject({ code: "no-usable-image", exitCode: 1 });
  });

  test("a pipeline that does not give the network's size says so", async () => {
    const loading = load({ dataset: datasetWith(), ops: [operation("normalize")] });
    await expect(loading).rejects.toThrow(/but the network takes 16×16/);
  });
});

describe("a decoder that goes wrong", () => {
  test.each([
    ["crash", "crashed: the decoder has a defect"],
    ["exit", "ended with exit code 3"],
    ["spin", "took longer than 1.5 s"],
    ["never", "took longer than 1.5 s"],
  ])("%s: the worker is replaced, the image quarantined, the epoch completed", async (name, reason) => {
    const dataset = datasetWith(`${name}.jpg`);
    const options = { dataset, workerUrl: faultyWorker, imageTimeLimitMs: 1500 };
    const one = await load({ ...options, workers: 1 });
    expect(one.batches.flatMap(({ indices }) => indices).length).toBe(dataset.length);
    expect(one.quarantined).toEqual([expect.stringContaining(`${name}.jpg: `)]);
    expect(one.quarantined[0]).toContain(reason);
    const three = await load({ ...options, workers: 3 });
    expect(three.batches).toEqual(one.batches);
  });

  test("a slow image is waited for", async () => {
    const { quarantined } = await load({
      dataset: datasetWith("slow.jpg"),
      workerUrl: faultyWorker,
      imageTimeLimitMs: 5000,
    });
    expect(quarantined).toEqual([]);
  });

  test("workers that cannot start are an error, not a wait without end", async () => {
    const workerUrl = pathToFileURL(join(folder, "no-such-worker.mjs"));
    await expect(load({ dataset: datasetWith(), workerUrl })).rejects.toThrow(
      /ended while it was at no image.*Cannot find module/,
    );
  });
});

const iterationOptions: LoaderOptions = {
  dataset: datasetWith(),
  ops,
  size,
  seed: 0,
  workers: 2,
  decode: { maxPixels: 1_000_000, background: [0, 0, 0], decoder: "fast" },
  maxBrokenFraction: 0,
  onBroken: "replace",
};

test("close ends the threads, also when one hangs", async () => {
  const threads: Worker[] = [];
  const note = (message: unknown) => threads.push((message as { worker: Worker }).worker);
  subscribe("worker_threads", note);
  onTestFinished(() => void unsubscribe("worker_threads", note));
  const dataset = datasetWith("spin.jpg");
  const loader = createLoader({ ...iterationOptions, dataset, workers: 3, workerUrl: faultyWorker });
  const iteration = loader.batches([{ epoch: 0, order: Uint32Array.of(imageCount, 1), batchSize: 1 }]);
  const rejected = expect(iteration.next()).rejects.toThrow(/closed/);
  expect(threads).toHaveLength(3);
  await Promise.all(threads.map((thread) => once(thread, "online")));
  await setTimeout(500); // for one of them to hang in the image
  await loader.close();
  await rejected;
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1, -1]); // as Node numbers those that have ended
});

describe("an iteration", () => {
  test("may be left early, and the next one gives its own images", async () => {
    const loader = createLoader(iterationOptions);
    const order = shuffled(iterationOptions.dataset);
    const left = [
      { epoch: 7, order: order.subarray(0, 4), batchSize: 4 },
      { epoch: 8, order, batchSize: 4 },
    ];
    for await (const batch of loader.batches(left)) {
      expect(batch.waitMs).toBeGreaterThan(0);
      break;
    }
    const copies: Copy[] = [];
    for await (const batch of loader.batches([{ epoch: 1, order, batchSize: 5 }])) {
      copies.push(copy(batch));
      batch.release();
    }
    await loader.close();
    expect(copies).toEqual((await load({ dataset: iterationOptions.dataset, seed: 0 })).batches);
  });

  test("that is in progress when the loader is closed ends with an error", async () => {
    const loader = createLoader(iterationOptions);
    const iteration = loader.batches([{ epoch: 0, order: shuffled(iterationOptions.dataset), batchSize: 4 }]);
    await iteration.next();
    await loader.close();
    await expect(drain(iteration)).rejects.toThrow();
    const another = loader.batches([{ epoch: 0, order: Uint32Array.of(0), batchSize: 1 }]);
    await expect(drain(another)).rejects.toThrow(/closed/);
  });

  test("wants batches to be released, and one iteration at a time", async () => {
    const loader = createLoader(iterationOptions);
    const epoch = { epoch: 0, order: shuffled(iterationOptions.dataset), batchSize: 1 };
    await expect(drain(loader.batches([epoch]))).rejects.toThrow(/release\(\)/);
    const first = loader.batches([epoch]);
    await first.next();
    await expect(loader.batches([epoch]).next()).rejects.toThrow(/one iteration at a time/);
    await loader.close();
  });
});

async function drain(iteration: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of iteration);
}
