import { expect, test } from "vitest";
import { en } from "../../../media/l10n/en.ts";
import { ko } from "../../../media/l10n/ko.ts";
import { fill, type Message } from "../../../media/l10n/message.ts";
import { accentsOf, colorOfId, distinctColors, runColors } from "../../../shared/dashboard/run-colors.ts";

const names = (message: Message) => {
  const text = typeof message === "string" ? message : `${message.one} ${message.other}`;
  return [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name))].sort();
};

test("each message names the same values in Korean", () => {
  const keys = Object.keys(en) as (keyof typeof en)[];
  expect(keys.map((key) => [key, names(ko[key])])).toEqual(keys.map((key) => [key, names(en[key])]));
});

test("a message takes the plural form of its count, and numbers as the language writes them", () => {
  const message = { one: "{count} run", other: "{count} runs" };
  expect([1, 2, 12_000].map((count) => fill(message, { count }, "en"))).toEqual(["1 run", "2 runs", "12,000 runs"]);
});

test("values are text, also where they look like places", () => {
  expect(fill("{a} {b}", { a: "{b}", b: "$&" }, "en")).toBe("{b} $&");
});

test("runs that are shown together have colours of their own, each its accent where it is free", () => {
  const colors = distinctColors(Array.from({ length: 12 }, (_, i) => colorOfId(`run-${i}`)));
  expect(colors[0]).toBe(colorOfId("run-0"));
  expect(new Set(colors.slice(0, runColors.length)).size).toBe(runColors.length);
  expect(new Set(colors.slice(runColors.length)).size).toBe(runColors.length);
});

test("a run looks unlike the runs before it, and one that goes changes few of the others", () => {
  const runs = Array.from({ length: 300 }, (_, i) => ({ id: `run-${i}`, createdAt: i }));
  const accents = accentsOf([...runs].reverse());
  for (let i = 3; i < runs.length; i += 1)
    expect(new Set(runs.slice(i - 3, i + 1).map(({ id }) => accents.get(id))).size).toBe(4);
  const without = accentsOf(runs.filter(({ id }) => id !== "run-7"));
  expect([...without].filter(([id, color]) => accents.get(id) !== color).length).toBeLessThan(40);
});
