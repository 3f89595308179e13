import fc from "fast-check";
import { expect, it } from "vitest";
import { huffmanReader, huffmanWriter, optimalTable } from "../../../../runner/data/packed/jpeg/huffman.ts";

/** Bits that symbols of these frequencies take. */
function cost(frequencies: Uint32Array): number {
  const { lengths } = huffmanWriter(optimalTable(frequencies));
  return frequencies.reduce((sum, frequency, symbol) => sum + frequency * lengths[symbol]!, 0);
}

function entropy(frequencies: Uint32Array): number {
  const total = frequencies.reduce((sum, frequency) => sum + frequency, 0);
  return frequencies.reduce((sum, f) => sum + (f === 0 ? 0 : f * Math.log2(total / f)), 0);
}

function frequenciesOf(values: readonly number[]): Uint32Array {
  const frequencies = new Uint32Array(256);
  frequencies.set(values);
  return frequencies;
}

it("every symbol that occurs has a code of 1 to 16 bits, none the start of another or ones alone, in few bits", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.nat(3), fc.nat(1000), fc.nat(10_000_000)), { minLength: 1, maxLength: 256 }),
      (values) => {
        const frequencies = frequenciesOf(values.some((value) => value > 0) ? values : [1]);
        const table = optimalTable(frequencies);
        const { codes, lengths } = huffmanWriter(table);
        let room = 0;
        for (let symbol = 0; symbol < 256; symbol++) {
          expect(lengths[symbol]! > 0).toBe(frequencies[symbol]! > 0);
          if (lengths[symbol] === 0) continue;
          room += 2 ** -lengths[symbol]!;
          expect(codes[symbol]! + 1).toBeLessThan(2 ** lengths[symbol]!);
        }
        // Kraft's inequality, with room for the code of ones.
        expect(room).toBeLessThan(1);
        expect(table.counts).toHaveLength(16);
        expect(() => huffmanReader(table)).not.toThrow();
        const total = frequencies.reduce((sum, frequency) => sum + frequency, 0);
        expect(cost(frequencies)).toBeLessThanOrEqual(entropy(frequencies) + 1.1 * total + 16);
      },
    ),
    { numRuns: 200 },
  );
});

it("frequencies of Fibonacci, whose codes would have 30 bits, are held to 16", () => {
  const values = [1, 1];
  while (values.length < 32) values.push(values.at(-1)! + values.at(-2)!);
  const frequencies = frequenciesOf(values);
  const { lengths } = huffmanWriter(optimalTable(frequencies));
  expect(Math.max(...lengths)).toBe(16);
  expect(cost(frequencies)).toBeLessThan(1.05 * entropy(frequencies) + 32);
});

it("two symbols, equally frequent, take a table of two bits: one is kept for ones alone", () => {
  const { counts, symbols } = optimalTable(frequenciesOf([5, 5]));
  expect([...counts.subarray(0, 3)]).toEqual([1, 1, 0]);
  expect([...symbols].sort()).toEqual([0, 1]);
});
