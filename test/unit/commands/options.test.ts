import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { commands } from "../../../runner/commands/index.ts";
import { collect, wholeNumber } from "../../../runner/commands/option-values.ts";

function everyCommand(): Command[] {
  const program = new Command("recipe-lab");
  for (const register of commands) register(program);
  const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)];
  return below(program).slice(1);
}

describe("every command", () => {
  test.each(everyCommand().map((command) => [command.name(), command] as const))(
    "%s says what it is and what each option means",
    (_name, command) => {
      expect(command.description()).not.toBe("");
      for (const option of command.options) expect(option.description, option.flags).not.toBe("");
      expect(command.helpInformation()).not.toContain("default: []");
    },
  );
});

test("an option that repeats collects its values in order", () => {
  expect(collect("b", collect("a"))).toEqual(["a", "b"]);
});

describe("a whole number", () => {
  test.each(["1", "8", "007"])("takes %s", (text) => expect(wholeNumber(1, 8)(text)).toBe(Number(text)));
  test.each(["0", "9", "-1", "1.5", "1e0", "0x1", "", " 1", "one", "Infinity"])("refuses “%s”", (text) =>
    expect(() => wholeNumber(1, 8)(text)).toThrow("Expected a whole number from 1 to 8."),
  );
  test("without an upper bound stops where numbers are no longer exact", () => {
    expect(wholeNumber(1)("9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => wholeNumber(1)("9007199254740992")).toThrow("Expected a whole number, 1 or more.");
  });
});
