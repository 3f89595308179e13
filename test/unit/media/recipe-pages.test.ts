import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnLines } from "../../../media/preview/drawn.ts";
import { spreadPositions } from "../../../media/preview/other-images.ts";
import { epochMarks, interpolate, scheduleCsv, shownRate } from "../../../media/schedule/points.ts";
import {
  type ShownSchedule,
  scheduleToHostSchema,
  scheduleToPageSchema,
} from "../../../shared/dashboard/schedule-messages.ts";

const curve: ShownSchedule = {
  name: "a",
  steps: [1, 10, 11, 20],
  epochs: [0.1, 1, 1.1, 2],
  learningRates: [0.1, 0.1, 0.01, 0.01],
  batchSizes: [8, 8, 8, 8],
  totalSteps: 20,
  totalEpochs: 2,
  warmupSteps: 0,
  warmupEpochs: 0,
  peakLearningRate: 0.1,
};

describe("the schedule's page", () => {
  it("reads values between points, and at the ends those of the ends' lines", () => {
    expect(interpolate(curve.steps, curve.learningRates, 5)).toBe(0.1);
    expect(interpolate(curve.steps, curve.learningRates, 10.5)).toBeCloseTo(0.055);
    expect(interpolate(curve.steps, curve.epochs, 20)).toBe(2);
    expect(interpolate([1], [7], 1)).toBe(7);
  });

  it("marks round epochs, no more than there is room for", () => {
    expect(epochMarks(120, 7)).toEqual([0, 20, 40, 60, 80, 100, 120]);
    expect(epochMarks(3, 100)).toEqual([0, 1, 2, 3]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 50 }), (epochs, most) => {
        expect(epochMarks(epochs, most).length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });

  it("writes rates short", () => {
    expect([0, 0.1, 0.4000001, 1e-7, 12_345.6].map(shownRate)).toEqual(["0", "0.1", "0.4", "1e-7", "12300"]);
  });

  it("a table for other programs has no formula of a recipe's", () => {
    const text = scheduleCsv([{ ...curve, name: '=HYPERLINK("x"),\n1' }]);
    expect(text.split("\r\n")[0]).toBe("recipe,step,epochsCompleted,batchSize,learningRate");
    expect(text).toContain('"\'=HYPERLINK(""x""),\n1",1,0.1,8,0.1\r\n');
    expect(scheduleCsv([curve]).split("\r\n")).toHaveLength(6);
  });

  it("messages of another form are refused", () => {
    expect(scheduleToHostSchema.safeParse({ type: "images", count: 0 }).success).toBe(false);
    expect(scheduleToHostSchema.safeParse({ type: "run", command: "x" }).success).toBe(false);
    const message = {
      type: "schedule",
      language: "en",
      uri: "x",
      recipe: curve,
      overlay: null,
      problem: null,
      images: { count: 1, from: "known" },
    };
    expect(scheduleToPageSchema.safeParse(message).success).toBe(true);
    expect(
      scheduleToPageSchema.safeParse({ ...message, recipe: { ...curve, steps: Array(4001).fill(1) } }).success,
    ).toBe(false);
  });
});

describe("the preview's page", () => {
  it("takes other images from all over the data set, each once", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.integer({ min: 1, max: 64 }),
        fc.nat(1000),
        (images, count, turn) => {
          const positions = spreadPositions(images, count, turn);
          expect(new Set(positions).size).toBe(positions.length);
          expect(Math.max(...positions)).toBeLessThan(images);
          expect(positions.length).toBeGreaterThan(0);
        },
      ),
    );
    expect(spreadPositions(1_000_000, 16, 1)).not.toEqual(spreadPositions(1_000_000, 16, 2));
    const halves = spreadPositions(1000, 16, 3).filter((position) => position < 500);
    expect(Math.abs(halves.length - 8)).toBeLessThanOrEqual(1);
  });

  it("lists the numbers that were drawn", () => {
    const drawn = { crop: { x: 12.3456, y: 3 }, flipped: true, alpha: [0.12345, -1], none: null };
    expect(drawnLines(drawn)).toEqual([
      { name: "crop.x", value: "12.35" },
      { name: "crop.y", value: "3" },
      { name: "flipped", value: "true" },
      { name: "alpha", value: "0.1235, -1" },
    ]);
    expect(drawnLines(null)).toEqual([]);
  });
});
