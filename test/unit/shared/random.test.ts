import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createStream, hashName, philox4x32, purposes, type StreamKey } from "../../../shared/random.ts";

const sample = (key: StreamKey, count = 8) => {
  const stream = createStream(key);
  return Array.from({ length: count }, () => stream.uniform());
};

describe("Philox 4x32-10", () => {
  // The known answers that the authors publish with Random123 (kat_vectors, philox4x32 10).
  test.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as [[number, number, number, number], [number, number], number[]][])(
    "counter %j, key %j",
    (counter, key, answer) => {
      expect(philox4x32(counter, key)).toEqual(answer);
    },
  );
});

describe("streams", () => {
  test("the same key gives the same numbers", () => {
    const key: StreamKey = { seed: 7, purpose: "augmentation", epoch: 3, index: 11, operation: 2 };
    expect(sample(key)).toEqual(sample({ ...key }));
  });

  test("every part of the key matters, and parts are not interchangeable", () => {
    const keys: StreamKey[] = [
      ...purposes.map((purpose) => ({ seed: 1, purpose })),
      { seed: 2, purpose: "initialisation" },
      { seed: 1, purpose: "initialisation", epoch: 1 },
      { seed: 1, purpose: "initialisation", index: 1 },
      { seed: 1, purpose: "initialisation", operation: 1 },
    ];
    expect(new Set(keys.map((key) => sample(key).join())).size).toBe(keys.length);
  });

  test("a key that does not fit its bits is refused", () => {
    for (const key of [{ seed: -1 }, { seed: 2 ** 32 }, { seed: 0.5 }, { seed: 0, index: Number.NaN }]) {
      expect(() => createStream({ purpose: "shuffle", ...key })).toThrow(RangeError);
    }
    expect(() => createStream({ seed: 0, purpose: "shuffle", operation: 4096 })).toThrow(RangeError);
  });

  test("numbers stay in their ranges", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed, index, count) => {
        const stream = createStream({ seed, purpose: "split", index });
        for (let draw = 0; draw < 20; draw++) {
          const uniform = stream.uniform();
          expect(uniform >= 0 && uniform < 1).toBe(true);
          const between = stream.between(-2, 5);
          expect(between >= -2 && between < 5).toBe(true);
          const integer = stream.integer(count);
          expect(Number.isInteger(integer) && integer >= 0 && integer < count).toBe(true);
          expect(Number.isFinite(stream.normal())).toBe(true);
        }
      }),
    );
  });

  test("moments of 100,000 draws", () => {
    const stream = createStream({ seed: 12345, purpose: "shuffle" });
    const count = 100_000;
    const moments = (draw: () => number) => {
      const values = Array.from({ length: count }, draw);
      const mean = values.reduce((sum, value) => sum + value, 0) / count;
      return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count };
    };
    // Five standard errors: √(σ²/n) of a mean; √((μ4 − σ⁴)/n) of a variance, μ4 = 1/80 and 3.
    const uniform = moments(() => stream.uniform());
    expect(Math.abs(uniform.mean - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(uniform.variance - 1 / 12)).toBeLessThan(5 * Math.sqrt((1 / 80 - 1 / 144) / count));
    const normal = moments(() => stream.normal());
    expect(Math.abs(normal.mean)).toBeLessThan(5 * Math.sqrt(1 / count));
    expect(Math.abs(normal.variance - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  });

  test("integers are equally likely", () => {
    const stream = createStream({ seed: 5, purpose: "shuffle" });
    const counts = new Array<number>(6).fill(0);
    for (let draw = 0; draw < 60_000; draw++) counts[stream.integer(6)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // Five degrees of freedom: P(χ² > 25.7) = 1e-4.
    expect(chiSquare).toBeLessThan(25.7);
  });
});

test("hashName is stable: checkpoints and weights depend on it", () => {
  expect(hashName("")).toBe(0x811c9dc5);
  expect(hashName("conv1.weight")).not.toBe(hashName("conv2.weight"));
  expect(hashName("conv1.weight")).toMatchInlineSnapshot(`4257011494`);
});
