import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mixRows, targetDistribution } from "../../../runner/training/targets.ts";

const rounded = (values: Float32Array) => [...values].map((value) => Number(value.toFixed(6)));

describe("the target distribution", () => {
  it.each([
    ["none", { epsilon: 0, form: "paper" } as const, [0, 0, 1, 0, 0, 1, 0, 0, 0, 0]],
    [
      "the paper's",
      { epsilon: 0.1, form: "paper" } as const,
      [0.025, 0.025, 0.9, 0.025, 0.025, 0.9, 0.025, 0.025, 0.025, 0.025],
    ],
    [
      "the uniform",
      { epsilon: 0.1, form: "uniform" } as const,
      [0.02, 0.02, 0.92, 0.02, 0.02, 0.92, 0.02, 0.02, 0.02, 0.02],
    ],
  ])("with %s smoothing", (_, smoothing, expected) => {
    expect(rounded(targetDistribution([2, 0], 5, smoothing))).toEqual(expected);
  });

  it("sums to one over any number of classes", () => {
    const forms = fc.constantFrom("paper" as const, "uniform" as const);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        forms,
        (classes, epsilon, form) => {
          const row = targetDistribution([classes - 1], classes, { epsilon, form });
          expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
          expect(row.every((value) => value >= 0)).toBe(true);
        },
      ),
    );
  });

  it("refuses a label that is no class", () => {
    const none = { epsilon: 0, form: "paper" } as const;
    expect(() => targetDistribution([0, 3], 3, none)).toThrow("image 1 of the batch has the label 3, expected 0 to 2");
    expect(() => targetDistribution([-1], 3, none)).toThrow("expected 0 to 2");
  });
});

describe("mixup", () => {
  it("blends each row with its partner's", () => {
    const mixed = mixRows(new Float32Array([1, 0, 0, 1, 4, 4]), 2, { partners: [1, 2, 0], weight: 0.75 });
    expect([...mixed]).toEqual([0.75, 0.25, 1, 1.75, 3.25, 3]);
  });
});
