import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { commandId, commands } from "../../../extension/manifest/commands.ts";
import { extension } from "../support/extension.ts";

describe("commands", () => {
  let known: string[];
  before(async () => {
    await extension().activate();
    known = await vscode.commands.getCommands(true);
  });

  for (const name of Object.keys(commands) as (keyof typeof commands)[])
    it(`${name} is there`, () => assert(known.includes(commandId(name))));

  it("no other one is in the palette", () => {
    const inManifest = Object.keys(commands).map((name) => commandId(name as keyof typeof commands));
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
