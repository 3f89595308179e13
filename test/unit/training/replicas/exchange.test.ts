import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Exchange } from "../../../../runner/training/replicas/exchange.ts";
import { sharesOf } from "../../../../runner/training/replicas/shares.ts";

describe("the shares of a batch", () => {
  it("cover it in order, as evenly as whole rows allow", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 70 }), (rows, replicas) => {
        const shares = sharesOf(rows, replicas);
        expect(shares).toHaveLength(replicas);
        expect([shares[0]!.start, shares.at(-1)!.end]).toEqual([0, rows]);
        shares.slice(1).forEach(({ start }, index) => {
          expect(start).toBe(shares[index]!.end);
        });
        const sizes = shares.map(({ start, end }) => end - start);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(shares.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe("the exchange", () => {
  it("adds up every value once, however many replicas and values there are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 9 }),
        (replicas, length, rows) => {
          const gradientLength = Math.ceil(length / 2);
          const exchange = new Exchange(Exchange.memory({ replicas, length, gradientLength }));
          const shares = sharesOf(rows, replicas);
          for (let replica = 0; replica < replicas; replica++) {
            // An empty share leaves what the step before left, which must not count.
            const value = (index: number) => (shares[replica]!.weight > 0 ? index - replica : Number.NaN);
            exchange.vector(replica).set(Float32Array.from({ length }, (_, index) => value(index)));
            exchange.writeFigures(replica, { loss: value(3), top1: value(1), top5: value(1) });
          }
          const expected = Float32Array.from({ length }, (_, index) =>
            shares.reduce((sum, { weight }, replica) => sum + (weight > 0 ? weight * (index - replica) : 0), 0),
          );
          for (let replica = 0; replica < replicas; replica++) exchange.sumSlice(replica, shares);
          expect(exchange.sum).toEqual(expected);
          const figures = exchange.figures(shares);
          expect(figures.gradientNorm).toBeCloseTo(Math.hypot(...expected.subarray(0, gradientLength)), 0);
          const lag = shares.reduce((sum, { weight }, replica) => sum + weight * replica, 0);
          expect(figures.loss).toBeCloseTo(3 - lag, 9);
        },
      ),
      { numRuns: 50 },
    );
  });
});
