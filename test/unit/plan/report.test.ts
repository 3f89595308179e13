import { describe, expect, test } from "vitest";
import { planReport } from "../../../runner/plan/report.ts";
import { curve } from "../../../runner/terminal/curve.ts";
import { createPlan } from "../../../shared/plan.ts";
import type { RecipeInput } from "../../../shared/recipe/schema.ts";
import { recipeOf } from "../../support/recipes.ts";

const report = (recipe: RecipeInput, trainImages = 1000) =>
  planReport(createPlan(recipeOf(recipe), { trainImages, validationImages: 100, classes: ["a", "b"] }));

describe("the plan for people", () => {
  const small: RecipeInput = {
    model: { architecture: "resnet20" },
    augmentation: { train: [{ op: "resize", size: 32 }] },
  };

  test("a row for each layer with its Xavier bound, and the totals", () => {
    const text = report(small);
    expect(text).toMatch(/^conv1 +convolution +32×32×16 +432 +442,368 +0\.56195$/m);
    expect(text).toMatch(/^total +271,954 +/m);
  });

  test("the steps at which the rate turns", () => {
    const text = report({
      ...small,
      training: { epochs: 6, batchSize: 100 },
      learningRate: { linearScaling: false, warmup: { epochs: 1 }, decay: { kind: "step", epochs: [3, 4.5] } },
    });
    const rows = text.match(/^ *\d+ +\d+ +100 +\S+$/gm)?.map((row) => row.trim().split(/ +/));
    expect(rows).toEqual([
      ["1", "0", "100", "0.01"],
      ["10", "0", "100", "0.1"],
      ["31", "3", "100", "0.01"],
      ["51", "5", "100", "0.001"],
      ["60", "5", "100", "0.001"],
    ]);
  });

  test("a training of one step, and a name that would move the cursor", () => {
    const text = report({ ...small, name: "a\u001b[2Jb", training: { epochs: 1, batchSize: 1000 } });
    expect(text).not.toContain("\u001b");
    expect(text).toMatch(/^steps +1 in 1 epoch, each of 1$/m);
  });
});

describe("curve", () => {
  test("fills columns from below in eighths; what is above 0 shows", () => {
    expect(curve([0, 1e-9, 0.25, 0.5, 1], 2)).toEqual(["    █", " ▁▄██"]);
  });

  test("zeros everywhere are blank lines", () => {
    expect(curve([0, 0], 2)).toEqual(["", ""]);
    expect(curve([], 1)).toEqual([""]);
  });
});
