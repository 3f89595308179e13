import fc from "fast-check";
import { expect, test } from "vitest";
import { epochOrder } from "../../shared/sampling.ts";

test("every epoch sees every image once", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), fc.nat(1000), fc.nat(300), (seed, epoch, length) => {
      expect([...epochOrder(seed, epoch, length)].sort((a, b) => a - b)).toEqual([...Array(length).keys()]);
    }),
  );
});

test("the order is a function of seed, epoch and length", () => {
  expect(epochOrder(1, 2, 50)).toEqual(epochOrder(1, 2, 50));
  expect(epochOrder(1, 2, 50)).not.toEqual(epochOrder(1, 3, 50));
  expect(epochOrder(1, 2, 50)).not.toEqual(epochOrder(2, 2, 50));
});

test("every place gets every image equally often", () => {
  const length = 5;
  const epochs = 10_000;
  const counts = Array.from({ length }, () => Array(length).fill(0));
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const [place, image] of epochOrder(0, epoch, length).entries()) counts[place]![image] += 1;
  }
  // Binomial with mean 2,000 and deviation 40: five deviations.
  for (const row of counts) for (const number of row) expect(Math.abs(number - epochs / length)).toBeLessThan(200);
});
