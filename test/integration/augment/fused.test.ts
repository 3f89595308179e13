import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fuse } from "../../../runner/augment/fused/fuse.ts";
import { needOf } from "../../../runner/augment/fused/need.ts";
import { createFusedPass } from "../../../runner/augment/fused/pass.ts";
import { compileFusedPipeline } from "../../../runner/augment/fused/pipeline.ts";
import type { Size } from "../../../runner/augment/operation.ts";
import { compilePipeline } from "../../../runner/augment/pipeline.ts";
import { type ImagePart, type Need, wholePart } from "../../../runner/data/decode-part.ts";
import { supportsRelaxedSimd } from "../../../runner/engine/wasm/kernels/module.ts";
import type { OperationOptions } from "../../../shared/augmentations/index.ts";
import { createStream } from "../../../shared/random.ts";
import { operation } from "../../support/operations.ts";

const builds = [
  { name: "plain SIMD", relaxed: false },
  ...(supportsRelaxedSimd() ? [{ name: "relaxed SIMD", relaxed: true }] : []),
];

function noise({ width, height }: Size, seed = 0) {
  const random = createStream({ seed, purpose: "split" });
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, () => random.integer(256)) };
}

/** The part of an image that a plan says it needs. */
function partOf(image: ReturnType<typeof noise>, { box: { left, top, width, height } }: Need): ImagePart {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = ((top + row) * image.width + left) * 3;
    data.set(image.data.subarray(start, start + width * 3), row * width * 3);
  }
  return { image: { width, height, data }, whole: image, left, top, scale: 1 };
}

/** Executes `ops` on the image as separate operations and fused; nothing where they cannot be fused. */
function bothWays(ops: readonly OperationOptions[], image: ReturnType<typeof noise>, relaxed: boolean, seed = 1) {
  const separate = compilePipeline(ops);
  const steps = separate.draw(image, { seed, epoch: 0, index: 0 });
  const plan = fuse(steps, image);
  if (plan === null) return undefined;
  const size = plan.columns.outputs * plan.rows.outputs * 3;
  const expected = new Float32Array(size);
  separate.apply(image, steps, expected);
  const pass = createFusedPass({ relaxed });
  const fused = (part: ImagePart) => {
    const data = new Float32Array(size);
    pass.run(part, plan, data);
    if (plan.rest.length > 0) {
      separate.apply({ width: plan.columns.outputs, height: plan.rows.outputs, data }, plan.rest, data);
    }
    return data;
  };
  return { expected, actual: fused(wholePart(image)), fromPart: fused(partOf(image, needOf(plan))) };
}

/** The largest difference, as a share of the largest value, or absolute where that is below 1. */
function worst(expected: Float32Array, actual: Float32Array): number {
  let largest = 1;
  let difference = 0;
  for (const [position, value] of expected.entries()) {
    largest = Math.max(largest, Math.abs(value));
    // A NaN is no small difference.
    const here = Math.abs(value - actual[position]!);
    if (!(here <= difference)) difference = here;
  }
  return difference / largest;
}

const range = fc
  .tuple(fc.double({ min: 0, max: 2, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as [number, number]);
const side = fc.integer({ min: 1, max: 64 });
const shaping = fc.oneof(
  fc
    .record({ size: side, low: fc.double({ min: 0.01, max: 1, noNaN: true }) })
    .map(({ size, low }) => operation("randomResizedCrop", { size, area: [low, 1] })),
  fc.record({ size: side, padding: fc.integer({ min: 0, max: 9 }) }).map((options) => operation("randomCrop", options)),
  side.map((size) => operation("resizeShorterEdge", { size })),
  side.map((size) => operation("centerCrop", { size })),
  side.map((size) => operation("resize", { size })),
  fc.constant(operation("horizontalFlip", { probability: 0.5 })),
);
const coloring = fc.oneof(
  fc
    .record({ hue: range, saturation: range, brightness: range, clamp: fc.boolean(), hsv: fc.boolean() })
    .map(({ hsv, ...options }) => operation("colorScale", { ...options, hueMode: hsv ? "hsv" : "yiq" })),
  fc.constant(operation("pcaNoise")),
  fc.constant(operation("normalize")),
  side.map((size) => operation("cutout", { size, fill: 0.5 })),
);
const recipe = fc
  .tuple(fc.array(shaping, { minLength: 1, maxLength: 3 }), fc.array(coloring, { maxLength: 3 }), fc.boolean())
  .map(([shape, color, mixed]) => (mixed ? [...color.slice(0, 1), ...shape, ...color.slice(1)] : [...shape, ...color]));
const imageSize = fc.record({ width: fc.integer({ min: 1, max: 150 }), height: fc.integer({ min: 1, max: 150 }) });

describe.each(builds)("one fused pass, $name", ({ relaxed }) => {
  test("equals the separate operations within 1e-4 over random recipes", () => {
    let fused = 0;
    fc.assert(
      fc.property(recipe, imageSize, fc.integer({ min: 0, max: 1000 }), (ops, size, seed) => {
        const results = bothWays(ops, noise(size, seed), relaxed, seed);
        if (results === undefined) return;
        fused++;
        expect(worst(results.expected, results.actual)).toBeLessThan(1e-4);
        // Bit for bit the same where only the part is there that the plan says it needs.
        expect(Buffer.from(results.fromPart.buffer).equals(Buffer.from(results.actual.buffer))).toBe(true);
      }),
      { numRuns: 400, seed: 7 },
    );
    // Most of them are of a kind that can be fused.
    expect(fused).toBeGreaterThan(200);
  });
});

test("a pass gives the same whatever it did before", () => {
  const used = createFusedPass({ relaxed: false });
  fc.assert(
    fc.property(recipe, imageSize, fc.integer({ min: 0, max: 1000 }), (ops, size, seed) => {
      const plan = fuse(compilePipeline(ops).draw(size, { seed, epoch: 0, index: 0 }), size);
      if (plan === null) return;
      const run = (pass: ReturnType<typeof createFusedPass>) => {
        const out = new Float32Array(plan.columns.outputs * plan.rows.outputs * 3);
        pass.run(wholePart(noise(size, seed)), plan, out);
        return Buffer.from(out.buffer);
      };
      expect(run(used).equals(run(createFusedPass({ relaxed: false })))).toBe(true);
    }),
    { numRuns: 200, seed: 11 },
  );
});

/** An image that costs little to make, however large. */
function pattern(width: number, height: number) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++) data[at] = at * 31 + (at >> 9);
  return { width, height, data };
}

describe.each(builds)("no image makes the pass write where it must not, $name", ({ relaxed }) => {
  const pad = 7;
  const pipelines: [string, OperationOptions[]][] = [
    ["crop and resize", [operation("randomResizedCrop"), operation("horizontalFlip", { probability: 1 })]],
    ["resize to 1 pixel", [operation("resize", { size: 1 })]],
    ["resize", [operation("resize", { size: 61 }), operation("normalize")]],
    ["crop with padding", [operation("randomCrop", { size: 33, padding: pad })]],
    [
      "centre of the shorter edge",
      [operation("resizeShorterEdge", { size: 40 }), operation("centerCrop", { size: 35 })],
    ],
  ];
  const sizes: [number, number][] = [
    [1, 1],
    [3, 2],
    [5, 1],
    [1, 20_000],
    [20_000, 1],
    [1401, 30],
    [4099, 17],
    [500, 375],
    [1021, 1031],
    [65_535, 3],
    [3, 65_535],
    [7071, 7071],
  ];
  test.each(sizes)("%i×%i", (width, height) => {
    const image = pattern(width, height);
    for (const [name, ops] of pipelines) {
      const separate = compilePipeline(ops);
      let steps: ReturnType<typeof separate.draw>;
      try {
        steps = separate.draw(image, { seed: 2, epoch: 0, index: 0 });
      } catch {
        continue; // refused before anything is made: an edge of 1 pixel, another of 800,000
      }
      const plan = fuse(steps, image);
      if (plan === null) throw new Error(`${name} cannot be fused`);
      const values = plan.columns.outputs * plan.rows.outputs * 3;
      const guarded = new Float32Array(values + 200).fill(-7);
      const out = guarded.subarray(100, 100 + values);

      const pass = createFusedPass({ relaxed });
      pass.run(wholePart(image), plan, out);
      const first = out.slice();
      // Once more, in memory where every byte is known, and four of them are no number.
      const memory = new Uint8Array(pass.memory.buffer);
      memory.fill(0xff);
      pass.run(wholePart(image), plan, out);
      expect(pass.memory.buffer.byteLength).toBe(memory.length);
      let end = 0;
      for (const region of [...pass.regions, { address: memory.length, bytes: 0 }]) {
        expect(untouched(memory.subarray(end, region.address)), `${name}: before byte ${region.address}`).toBe(true);
        end = region.address + region.bytes;
      }
      expect(Buffer.from(out.slice().buffer).equals(Buffer.from(first.buffer)), name).toBe(true);
      expect([...guarded.subarray(0, 100), ...guarded.subarray(100 + values)].every((value) => value === -7)).toBe(
        true,
      );
      expect(first.every((value) => Number.isFinite(value))).toBe(true);
    }
  });
});

function untouched(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0xff);
}

test("an image that is too large for the pass goes to the separate operations", () => {
  const image = pattern(70_000, 2);
  const ops = [operation("randomResizedCrop", { size: 8 })];
  const prepared = compileFusedPipeline(ops).prepare(image, { seed: 1, epoch: 0, index: 0 });
  expect(prepared.need).toBeNull();
  const actual = new Float32Array(8 * 8 * 3);
  prepared.apply(wholePart(image), actual);
  const separate = compilePipeline(ops);
  const expected = new Float32Array(actual.length);
  separate.apply(image, separate.draw(image, { seed: 1, epoch: 0, index: 0 }), expected);
  expect(actual).toEqual(expected);
});

test("the memory for a huge image is given back with the next one", () => {
  const pass = createFusedPass({ relaxed: false });
  pass.allocate(150_000_000);
  expect(pass.memory.buffer.byteLength).toBeGreaterThan(150_000_000);
  pass.allocate(500_000);
  expect(pass.memory.buffer.byteLength).toBeLessThan(1_000_000);
});
