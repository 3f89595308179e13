import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { lossText } from "../../../runner/terminal/loss-text.ts";
import { programName } from "../../../runner/terminal/program-name.ts";
import { shellWord } from "../../../runner/terminal/shell-word.ts";
import { count } from "../../../shared/count.ts";

test.each([
  [0, "0 images"],
  [1, "1 image"],
  [1234, "1,234 images"],
])("%s image is written as %s", (number, text) => expect(count(number, "image")).toBe(text));

test("a noun has the plural that it is given", () => expect(count(2, "class", "classes")).toBe("2 classes"));

test.each([
  [0.12345, "0.123"],
  [9999.5, "9999.500"],
  [10_000, "1.00e+4"],
  [1.088e21, "1.09e+21"],
])("the loss %s is written as %s, never wider than a column", (loss, text) => expect(lossText(loss)).toBe(text));

describe.skipIf(process.platform === "win32")("a word for the shell", () => {
  test("stays as it is where nothing in it means anything to a shell", () => {
    expect(shellWord("/data/runs/20260131-094500-resnet20-3f9a1c")).toBe("/data/runs/20260131-094500-resnet20-3f9a1c");
  });

  test.each(["my runs/a", "it's", "$HOME", "a;b", "`x`", "", "*", "ü\n"])(
    "“%s” comes out of a shell as it went in",
    (text) => {
      expect(execFileSync("sh", ["-c", `printf %s ${shellWord(text)}`], { encoding: "utf8" })).toBe(text);
    },
  );
});

test.skipIf(process.platform === "win32")("a command to paste starts the program as it was started", () => {
  expect(programName("/home/me/recipe-lab/dist/recipe-lab.mjs", "/home/me/recipe-lab")).toBe(
    "node dist/recipe-lab.mjs",
  );
  expect(programName("/my tools/dist/recipe-lab.mjs", "/data")).toBe("node '/my tools/dist/recipe-lab.mjs'");
  expect(programName("/usr/local/bin/recipe-lab", "/data")).toBe("recipe-lab");
});
