import { expect, test } from "vitest";
import { ColorStatistics, pcaNoiseEigenvalues } from "../../../runner/data/inspect/color-statistics.ts";

test("by hand: two pixels that differ in red alone", () => {
  const statistics = new ColorStatistics();
  statistics.add({ width: 1, height: 1, data: Uint8Array.of(10, 7, 9) });
  statistics.add({ width: 1, height: 1, data: Uint8Array.of(30, 7, 9) });
  const { mean, standardDeviation, principalDeviations, eigenvalues, eigenvectors } = statistics.summary()!;
  expect(mean).toEqual([20, 7, 9]);
  expect(standardDeviation).toEqual([10, 0, 0]);
  expect(principalDeviations).toEqual([10, 0, 0]);
  expect(eigenvalues).toEqual([100 / 255, 0, 0]);
  expect(eigenvectors.map((row) => row[0])).toEqual([1, 0, 0]);
});

test("no pixels, no statistics", () => {
  expect(new ColorStatistics().summary()).toBeUndefined();
});

test("ImageNet's λ come out of eigenvalues on the scale of 0 to 1", () => {
  const inGreyLevels = [0.2175, 0.0188, 0.0045].map((value) => value * 255 ** 2) as [number, number, number];
  for (const [k, value] of pcaNoiseEigenvalues(inGreyLevels).entries()) {
    expect(value).toBeCloseTo([55.46, 4.794, 1.148][k]!, 2);
  }
});
