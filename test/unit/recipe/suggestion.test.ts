import { expect, it } from "vitest";
import { editDistance, nearest } from "../../../shared/recipe/suggestion.ts";

it.each([
  ["", "abc", 3],
  ["abc", "abc", 0],
  ["kitten", "sitting", 3],
  ["epcohs", "epochs", 1],
  ["abc", "", 3],
])("from %j to %j is %i", (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
  expect(editDistance(to, from)).toBe(distance);
});

it.each([
  ["batch_size", "batchSize"],
  ["BATCHSIZE", "batchSize"],
  ["epoch", "epochs"],
  ["something", undefined],
  ["", undefined],
  ["e".repeat(10_000), undefined],
])("%s is most like %s", (word, expected) => {
  expect(nearest(word, ["epochs", "batchSize", "seed"])).toBe(expected);
});
