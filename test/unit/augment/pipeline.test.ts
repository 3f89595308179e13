import { describe, expect, test } from "vitest";
import { drawMixup } from "../../../runner/augment/mixup.ts";
import { compilePipeline } from "../../../runner/augment/pipeline.ts";
import { displayable } from "../../../runner/augment/preview/displayable.ts";
import { augmentSamples } from "../../../runner/augment/preview/samples.ts";
import { BrokenImageError } from "../../../runner/data/decoded-image.ts";
import { operation, paperPipeline } from "../../support/operations.ts";

const size = { width: 64, height: 48 };
const key = { seed: 1, epoch: 2, index: 3 };
const image = { ...size, data: Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * 31) % 256) };

describe("draw", () => {
  const drawn = (ops: Parameters<typeof compilePipeline>[0], changed = {}) =>
    compilePipeline(ops).draw(size, { ...key, ...changed });

  test("depends on seed, epoch and index, and on nothing else", () => {
    const pipeline = compilePipeline(paperPipeline);
    const first = pipeline.draw(size, key);
    pipeline.draw(size, { ...key, index: 9 });
    expect(pipeline.draw(size, key)).toEqual(first);
    for (const changed of [{ seed: 2 }, { epoch: 1 }, { index: 4 }]) {
      expect(drawn(paperPipeline, changed).map((step) => step.drawn)).not.toEqual(first.map((step) => step.drawn));
    }
  });

  test("an operation's numbers do not depend on what the others draw", () => {
    const other = [operation("randomResizedCrop", { area: [0.9, 1] }), ...paperPipeline.slice(1)];
    expect(drawn(other)[2]).toEqual(drawn(paperPipeline)[2]);
  });

  test("is plain JSON, with the sizes on the way and without the image", () => {
    const ops = [operation("resizeShorterEdge", { size: 24 }), operation("centerCrop", { size: 16 })];
    const steps = compilePipeline(ops).draw(image, key);
    expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
    expect(steps.map(({ input, output }) => [input, output])).toEqual([
      [size, { width: 32, height: 24 }],
      [
        { width: 32, height: 24 },
        { width: 16, height: 16 },
      ],
    ]);
  });

  test("an image that would need an absurd amount of memory is broken", () => {
    const ops = [operation("resizeShorterEdge", { size: 256 })];
    expect(() => compilePipeline(ops).draw({ width: 50_000, height: 1 }, key)).toThrow(BrokenImageError);
    expect(() => compilePipeline([operation("resize")]).draw({ width: 1, height: 50_000_000 }, key)).toThrow(
      /long and narrow/,
    );
  });
});

describe("apply", () => {
  test("leaves the decoded bytes alone and fills the output", () => {
    const pipeline = compilePipeline([operation("randomCrop", { size: 32 }), ...paperPipeline.slice(1)]);
    const before = image.data.slice();
    const out = new Float32Array(32 * 32 * 3).fill(Number.NaN);
    pipeline.apply(image, pipeline.draw(image, key), out);
    expect(out.every(Number.isFinite)).toBe(true);
    expect(image.data).toEqual(before);
  });

  test("an image that does not come out in the network's size is broken, and the message says what to do", () => {
    const pipeline = compilePipeline([operation("normalize")]);
    const apply = () => pipeline.apply(image, pipeline.draw(image, key), new Float32Array(32 * 32 * 3));
    expect(apply).toThrow(BrokenImageError);
    expect(apply).toThrow(/makes 64×48 pixels of its 64×48, but the network takes 32×32/);
  });
});

test("samples are numbered from image 0, and a preview shows them with the normalisation undone", () => {
  const samples = augmentSamples(image, [operation("normalize")], { count: 2, seed: 0, epoch: 0 });
  expect(samples.shape).toEqual([2, 48, 64, 3]);
  const shown = displayable(samples.tensor, [operation("normalize")]);
  expect(shown.subarray(0, image.data.length)).toEqual(image.data);
  expect([...displayable(Float32Array.of(-5, 300, 99.6), [])]).toEqual([0, 255, 100]);
});

test("mixup pairs a batch with its reverse, and a tiny α still gives a number", () => {
  const key = { seed: 1, epoch: 0, batch: 7 };
  const mixing = drawMixup(0.2, 5, key);
  expect([...mixing.partners]).toEqual([4, 3, 2, 1, 0]);
  expect(drawMixup(0.2, 5, key)).toEqual(mixing);
  expect(drawMixup(0.2, 5, { ...key, batch: 8 }).weight).not.toBe(mixing.weight);
  for (let batch = 0; batch < 200; batch++) {
    const { weight } = drawMixup(1e-4, 2, { ...key, batch });
    expect(weight >= 0 && weight <= 1).toBe(true);
  }
});
