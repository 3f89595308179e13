import { describe, expect, test } from "vitest";
import { classOfCategory, type EmojiEntry, motif, splitEmoji } from "../../../runner/data/samples/emoji-split.ts";

test.each([
  [
    "running, a man, a woman, medium skin, to the right",
    ["1F3C3", "1F3C3-200D-2642-FE0F", "1F3C3-200D-2640-FE0F", "1F3C3-1F3FD", "1F3C3-200D-27A1-FE0F"],
    "1F3C3",
  ],
  ["a cook", ["1F468-200D-1F373", "1F469-200D-1F373", "1F9D1-200D-1F373"], "1F9D1-1F373"],
  ["red hair", ["1F469-200D-1F9B0", "1F9D1", "1F467"], "1F9D1"],
  ["a heart with its variation selector", ["2764-FE0F"], "2764"],
  ["the female sign itself", ["2640-FE0F"], "2640-FE0F"],
])("one motif: %s", (_, emoji, expected) => {
  expect(new Set(emoji.map(motif))).toEqual(new Set([expected]));
});

describe("the split", () => {
  const emoji: EmojiEntry[] = Object.keys(classOfCategory).flatMap((category, c) =>
    Array.from({ length: 30 + c * 7 }, (_, k) => {
      const point = (0x1f300 + c * 256 + (k >> 1)).toString(16).toUpperCase();
      const unified = k % 2 === 0 ? point : `${point}-200D-2642-FE0F`;
      return { unified, image: `${unified}.png`, category, sort_order: k };
    }),
  );
  const split = splitEmoji([...emoji, { unified: "1F3FB", image: "x.png", category: "Component", sort_order: 0 }], 9);

  test("holds out equally many of each class, and everything else trains", () => {
    expect([...split.keys()]).toEqual(Object.values(classOfCategory).sort());
    // Motifs come in pairs here, so an odd number cannot be reached.
    for (const { validation } of split.values()) expect(validation.length).toBeGreaterThanOrEqual(8);
    const total = [...split.values()].reduce((sum, { train, validation }) => sum + train.length + validation.length, 0);
    expect(total).toBe(emoji.length);
  });

  test("keeps every motif on one side", () => {
    for (const { train, validation } of split.values()) {
      const trained = new Set(train.map((entry) => motif(entry.unified)));
      for (const entry of validation) expect(trained.has(motif(entry.unified))).toBe(false);
    }
  });

  test("does not depend on the order of the list", () => {
    const held = (list: EmojiEntry[]) =>
      [...splitEmoji(list, 9).values()].map(({ validation }) => validation.map((e) => e.unified).sort());
    expect(held([...emoji].reverse())).toEqual(held(emoji));
  });
});
