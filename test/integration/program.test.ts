import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { recipeLab } from "../support/recipe-lab.ts";

const packageJson = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const program = fileURLToPath(new URL("../../dist/recipe-lab.mjs", import.meta.url));

test.skipIf(process.platform === "win32")("the program that npm links to starts by itself", () => {
  expect(packageJson.bin).toEqual({ "recipe-lab": "dist/recipe-lab.mjs" });
  expect(readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(execFileSync(program, ["--version"], { encoding: "utf8" })).toBe(`${packageJson.version}\n`);
});

test.each([
  ["nothing", []],
  ["an unknown command", ["trian"]],
  ["an unknown option", ["plan", "--nope"]],
  ["a missing argument", ["plan"]],
])("%s is a call that cannot be used: help on stderr, exit code 2", async (_, args) => {
  const { code, stdout, stderr } = await recipeLab(args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/recipe-lab/);
});

test("output to a full disk is one clear error", ({ skip }) => {
  if (process.platform !== "linux") skip("/dev/full is Linux's");
  const shell = `"$0" "$1" plan recipes/imagenet-resnet50.recipe.json --images 1281167 > /dev/full`;
  const { status, stderr } = spawnSync("sh", ["-c", shell, process.execPath, program], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("error cannot-write: The output cannot be written: ENOSPC");
  expect(stderr).not.toMatch(/\n\s+at /);
});
