import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { type CommandName, commandId, commands } from "../../../extension/manifest/commands.ts";
import { variables } from "../host/results.ts";
import { commandTests } from "../support/command-tests.ts";
import { parts } from "../support/runs.ts";

const names = Object.keys(commands) as CommandName[];

describe("commands", () => {
  let known: string[];
  before(async () => {
    await parts();
    known = await vscode.commands.getCommands(true);
  });

  for (const name of names) it(`${name} is there`, () => assert(known.includes(commandId(name))));

  it("each has a test of what it does", function () {
    if (process.env[variables.suites]) return this.skip(); // some suites alone were asked for
    let root = this.test?.parent;
    while (root?.parent) root = root.parent;
    const titles: string[] = [];
    root?.eachTest((test) => titles.push(test.fullTitle()));
    // A test that cannot run here says so after its title.
    const isThere = (title: string) => titles.some((each) => each === title || each.startsWith(`${title} (`));
    assert.deepEqual(
      names.filter((name) => !isThere(commandTests[name])),
      [],
    );
  });

  it("no other one is in the palette", () => {
    const inManifest = names.map(commandId);
    assert.deepEqual(
      known.filter(
        (id) =>
          id.startsWith("recipeLab.") &&
          !inManifest.includes(id) &&
          !/\.(focus|open|resetViewLocation|removeView|toggleVisibility)$/.test(id),
      ),
      [],
    );
  });
});
