import { describe, expect, test } from "vitest";
import { fuse } from "../../../runner/augment/fused/fuse.ts";
import { needOf } from "../../../runner/augment/fused/need.ts";
import { compilePipeline } from "../../../runner/augment/pipeline.ts";
import type { OperationOptions } from "../../../shared/augmentations/index.ts";
import { operation, paperPipeline } from "../../support/operations.ts";

const image = { width: 500, height: 375 };
const planFor = (ops: OperationOptions[], size = image) =>
  fuse(compilePipeline(ops).draw(size, { seed: 1, epoch: 0, index: 0 }), size);
const flip = operation("horizontalFlip", { probability: 1 });

describe("what one pass can execute", () => {
  test.each<[string, OperationOptions[], string[]]>([
    ["the paper's five operations", paperPipeline, []],
    ["the paper's validation", [operation("resizeShorterEdge"), operation("centerCrop"), operation("normalize")], []],
    ["a padded crop, as for 32×32 images", [operation("randomCrop"), flip, operation("normalize")], []],
    ["cutout at the end is left over", [...paperPipeline, operation("cutout")], ["cutout"]],
    [
      "from a clamped colour on, everything is left over",
      [paperPipeline[0]!, flip, operation("colorScale", { clamp: true }), operation("normalize")],
      ["colorScale", "normalize"],
    ],
    [
      "hue as an HSV angle is left over",
      [operation("resize"), operation("colorScale", { hueMode: "hsv" })],
      ["colorScale"],
    ],
  ])("%s", (_name, ops, rest) => {
    expect(planFor(ops)?.rest.map(({ op }) => op)).toEqual(rest);
  });

  test.each<[string, OperationOptions[]]>([
    ["a second resize", [operation("resize", { size: 300 }), operation("randomResizedCrop")]],
    ["a resize of padding", [operation("centerCrop", { size: 600 }), operation("resize")]],
    ["padding of changed colours", [operation("normalize"), operation("centerCrop", { size: 600 })]],
    ["a crop after a step that is left over", [operation("cutout"), operation("centerCrop", { size: 100 })]],
    [
      "padding where an earlier crop took pixels away",
      [operation("centerCrop", { size: 100 }), operation("centerCrop", { size: 200 })],
    ],
  ])("not: %s", (_name, ops) => {
    expect(planFor(ops)).toBeNull();
  });
});

describe("what a plan needs of the image", () => {
  test("the box of the crop, shrunk as far as the resize leaves one and a half pixels to each side", () => {
    const large = { width: 4000, height: 3000 };
    const ops = [operation("randomResizedCrop", { size: 100, area: [1, 1], aspectRatio: [4 / 3, 4 / 3] })];
    const need = needOf(planFor(ops, large)!);
    expect(need.box).toEqual({ left: 0, top: 0, ...large });
    expect(need.shrink).toBeCloseTo(3000 / 100 / 1.5);
  });

  test("without a resize every pixel of the crop, mirrored or not, and none of the padding", () => {
    const crop = operation("centerCrop", { size: 400 });
    for (const ops of [[crop], [flip, crop], [crop, flip]]) {
      expect(needOf(planFor(ops)!)).toEqual({ box: { left: 50, top: 0, width: 400, height: 375 }, shrink: 1 });
    }
  });

  test("at least one pixel where the crop is all padding", () => {
    const plan = fuse(
      [
        {
          op: "randomCrop",
          options: operation("randomCrop", { size: 4, padding: 9 }),
          drawn: { left: -8, top: 400 },
          input: image,
          output: { width: 4, height: 4 },
        },
      ],
      image,
    );
    expect(needOf(plan!).box).toEqual({ left: 0, top: 374, width: 1, height: 1 });
  });
});
