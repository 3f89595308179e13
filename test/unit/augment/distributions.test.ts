import { describe, expect, test } from "vitest";
import { drawMixup } from "../../../runner/augment/mixup.ts";
import type { Size } from "../../../runner/augment/operation.ts";
import { compilePipeline, type DrawnStep } from "../../../runner/augment/pipeline.ts";
import type { OperationOptions } from "../../../shared/augmentations/index.ts";
import { operation, paperPipeline } from "../../support/operations.ts";

const draws = 10_000;

/** The steps of 10,000 images of one epoch. The seed is fixed, so a test that passes once always passes. */
function drawMany(ops: OperationOptions[], size: Size): DrawnStep[][] {
  const pipeline = compilePipeline(ops);
  return Array.from({ length: draws }, (_, index) => pipeline.draw(size, { seed: 2018, epoch: 4, index }));
}

function pick<Op extends DrawnStep["op"], Value>(
  steps: DrawnStep[][],
  op: Op,
  value: (step: Extract<DrawnStep, { op: Op }>) => Value,
): Value[] {
  return steps.map((image) => value(image.find((step) => step.op === op) as Extract<DrawnStep, { op: Op }>));
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Mean and variance are where the distribution puts them, within four standard errors: √(σ²/n) for the mean,
 * √((μ4 − σ⁴)/n) for the variance, where a test with a correct sampler and a random seed fails once in 16,000.
 * `rounding` is what whole pixels may add.
 */
function expectMoments(
  values: number[],
  expected: { mean: number; variance: number; fourthMoment: number },
  rounding = 0,
): void {
  const average = mean(values);
  const variance = mean(values.map((value) => (value - average) ** 2));
  const { fourthMoment, variance: sigma2 } = expected;
  expect(Math.abs(average - expected.mean)).toBeLessThan(4 * Math.sqrt(sigma2 / values.length) + rounding);
  expect(Math.abs(variance - sigma2)).toBeLessThan(
    4 * Math.sqrt((fourthMoment - sigma2 ** 2) / values.length) + rounding,
  );
}

const uniformMoments = (low: number, high: number) => ({
  mean: (low + high) / 2,
  variance: (high - low) ** 2 / 12,
  fourthMoment: (high - low) ** 4 / 80,
});

const correlation = (a: number[], b: number[]) => {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, position) => (value - meanA) * (b[position]! - meanB)));
  return covariance / Math.sqrt(mean(a.map((v) => (v - meanA) ** 2)) * mean(b.map((v) => (v - meanB) ** 2)));
};

describe("crops where every area and ratio fits", () => {
  // Up to 3/4 of a square, any ratio in [3/4, 4/3] fits, so no try is thrown away and the draws are the paper's ranges.
  const size = { width: 2000, height: 2000 };
  const boxes = pick(
    drawMany([operation("randomResizedCrop", { area: [0.08, 0.75] })], size),
    "randomResizedCrop",
    (step) => step.drawn,
  );
  const areas = boxes.map(({ width, height }) => (width * height) / (size.width * size.height));
  const logRatios = boxes.map(({ width, height }) => Math.log(width / height));

  test("areas are uniform in [8 %, 75 %]", () => {
    expectMoments(areas, uniformMoments(0.08, 0.75), 1e-4);
    expect(Math.min(...areas)).toBeGreaterThan(0.0795);
    expect(Math.max(...areas)).toBeLessThan(0.7505);
  });

  test("aspect ratios are log-uniform in [3/4, 4/3], independent of the area", () => {
    expectMoments(logRatios, uniformMoments(Math.log(3 / 4), Math.log(4 / 3)), 1e-4);
    expect(Math.max(...logRatios.map(Math.abs))).toBeLessThan(Math.log(4 / 3) + 2e-3);
    expect(Math.abs(correlation(areas, logRatios))).toBeLessThan(4 / Math.sqrt(draws));
  });

  test("places are uniform in what is left", () => {
    expectMoments(
      boxes.map(({ left, width }) => (left + 0.5) / (size.width - width + 1)),
      uniformMoments(0, 1),
      1e-4,
    );
    expectMoments(
      boxes.map(({ top, height }) => (top + 0.5) / (size.height - height + 1)),
      uniformMoments(0, 1),
      1e-4,
    );
  });
});

test("crops of the paper's ranges, where tries that do not fit are drawn again", () => {
  const size = { width: 2000, height: 1500 };
  const boxes = pick(drawMany(paperPipeline, size), "randomResizedCrop", (step) => step.drawn);
  const expected = truncatedMoments(size, [0.08, 1], [Math.log(3 / 4), Math.log(4 / 3)]);
  expectMoments(
    boxes.map(({ width, height }) => (width * height) / (size.width * size.height)),
    expected.area,
    1e-3,
  );
  expectMoments(
    boxes.map(({ width, height }) => Math.log(width / height)),
    expected.logRatio,
    1e-3,
  );
});

test("flips: half of the images", () => {
  const flips = pick(drawMany(paperPipeline, { width: 50, height: 50 }), "horizontalFlip", (step) =>
    Number(step.drawn.flip),
  );
  expect(Math.abs(mean(flips) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / draws));
  const seldom = drawMany([operation("horizontalFlip", { probability: 0.1 })], { width: 50, height: 50 });
  const rate = mean(pick(seldom, "horizontalFlip", (step) => Number(step.drawn.flip)));
  expect(Math.abs(rate - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / draws));
});

test("hue, saturation and brightness: uniform in [0.6, 1.4], each on its own", () => {
  const steps = drawMany(paperPipeline, { width: 50, height: 50 });
  const hue = pick(steps, "colorScale", (step) => step.drawn.hue);
  const saturation = pick(steps, "colorScale", (step) => step.drawn.saturation);
  const brightness = pick(steps, "colorScale", (step) => step.drawn.brightness);
  for (const coefficients of [hue, saturation, brightness]) {
    expectMoments(coefficients, uniformMoments(0.6, 1.4));
    expect(Math.min(...coefficients)).toBeGreaterThanOrEqual(0.6);
    expect(Math.max(...coefficients)).toBeLessThan(1.4);
  }
  for (const [a, b] of [
    [hue, saturation],
    [saturation, brightness],
    [hue, brightness],
  ] as const) {
    expect(Math.abs(correlation(a, b))).toBeLessThan(4 / Math.sqrt(draws));
  }
});

test("α: normal with mean 0 and deviation 0.1, each on its own", () => {
  const alphas = pick(drawMany(paperPipeline, { width: 50, height: 50 }), "pcaNoise", (step) => step.drawn.alpha);
  const components = ([0, 1, 2] as const).map((k) => alphas.map((alpha) => alpha[k]));
  for (const component of components) {
    expectMoments(component, { mean: 0, variance: 0.01, fourthMoment: 3 * 0.01 ** 2 });
    // Of a normal distribution 4.55 % lie beyond two deviations.
    const beyond = component.filter((value) => Math.abs(value) > 0.2).length / draws;
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(4 * Math.sqrt((0.0455 * 0.9545) / draws));
  }
  expect(Math.abs(correlation(components[0]!, components[1]!))).toBeLessThan(4 / Math.sqrt(draws));
  expect(Math.abs(correlation(components[1]!, components[2]!))).toBeLessThan(4 / Math.sqrt(draws));
});

test.each([0.2, 1, 5])("mixup: λ ~ Beta(%f, %f)", (alpha) => {
  const lambdas = Array.from({ length: draws }, (_, batch) => drawMixup(alpha, 8, { seed: 5, epoch: 0, batch }).weight);
  const variance = 1 / (4 * (2 * alpha + 1));
  // Kurtosis of a symmetric beta distribution: 3 − 6/(2α + 3).
  const fourthMoment = (3 - 6 / (2 * alpha + 3)) * variance ** 2;
  expectMoments(lambdas, { mean: 0.5, variance, fourthMoment });
});

/** Moments of area share and log ratio, both uniform, given that the rectangle fits into the image: by summation. */
function truncatedMoments({ width, height }: Size, [area0, area1]: [number, number], [log0, log1]: [number, number]) {
  const areas: number[] = [];
  const logRatios: number[] = [];
  const steps = 400;
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps; j++) {
      const area = area0 + ((i + 0.5) / steps) * (area1 - area0);
      const logRatio = log0 + ((j + 0.5) / steps) * (log1 - log0);
      const pixels = area * width * height;
      if (Math.sqrt(pixels * Math.exp(logRatio)) > width || Math.sqrt(pixels / Math.exp(logRatio)) > height) continue;
      areas.push(area);
      logRatios.push(logRatio);
    }
  }
  const moments = (values: number[]) => {
    const average = mean(values);
    const central = (power: number) => mean(values.map((value) => (value - average) ** power));
    return { mean: average, variance: central(2), fourthMoment: central(4) };
  };
  return { area: moments(areas), logRatio: moments(logRatios) };
}
