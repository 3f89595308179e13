import { describe, expect, it } from "vitest";
import { countWithin, scoreLogits } from "../../../runner/training/scores.ts";

describe("scores", () => {
  it("ranks the true class and takes the cross-entropy", () => {
    const { predictions, confidences, ranks, losses } = scoreLogits(new Float32Array([1, 3, 2, 0, 0, 5]), [2, 2], 3);
    expect([...predictions]).toEqual([1, 2]);
    expect([...ranks]).toEqual([1, 0]);
    expect(confidences[0]).toBeCloseTo(Math.exp(3) / (Math.exp(1) + Math.exp(3) + Math.exp(2)), 12);
    expect(confidences[1]).toBeCloseTo(Math.exp(-losses[1]!), 12);
    expect(losses[0]).toBeCloseTo(Math.log(Math.exp(1) + Math.exp(3) + Math.exp(2)) - 2, 12);
    expect(losses[1]).toBeCloseTo(Math.log(2 + Math.exp(5)) - 5, 12);
  });

  it("lets the lower class stand first among equals", () => {
    const logits = new Float32Array([7, 7, 7, 7, 7, 7]);
    expect([...scoreLogits(logits, [0, 2], 3).ranks]).toEqual([0, 2]);
    expect([...scoreLogits(logits, [0, 2], 3).predictions]).toEqual([0, 0]);
  });

  it("stays finite where exponentials would not", () => {
    const { losses } = scoreLogits(new Float32Array([1000, -1000]), [1], 2);
    expect(losses[0]).toBe(2000);
  });

  it("never counts a logit that is not a number as right", () => {
    expect([...scoreLogits(new Float32Array([0, Number.NaN, 0]), [1], 3).ranks]).toEqual([2]);
    expect(scoreLogits(new Float32Array([0, Number.NaN, 0]), [1], 3).losses[0]).toBeNaN();
  });

  it("counts every image within the first five of three classes", () => {
    expect(countWithin(new Int32Array([0, 1, 2]), 5)).toBe(3);
    expect(countWithin(new Int32Array([0, 1, 2]), 1)).toBe(1);
  });
});
