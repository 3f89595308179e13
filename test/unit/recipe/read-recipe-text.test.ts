import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { usableRecipe } from "../../../runner/recipe/load-recipe-file.ts";
import { readRecipeText } from "../../../runner/recipe/read-recipe-text.ts";

const folder = mkdtempSync(join(tmpdir(), "recipe-text-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

it("reads a regular file up to 1 MiB", () => {
  expect(readRecipeText(write("a.json", "{}"))).toBe("{}");
  expect(readRecipeText(write("b.json", "x".repeat(1 << 20)))).toHaveLength(1 << 20);
});

describe("what is no recipe file", () => {
  it.each([
    ["missing", () => join(folder, "gone.json"), /gone\.json: there is no such file/],
    ["a folder", () => folder, /expected a recipe file, received a folder/],
    ["too large", () => write("c.json", "x".repeat((1 << 20) + 1)), /at most 1 MiB, received 1048577 bytes/],
    ["not UTF-8", () => write("d.json", new Uint8Array([0x7b, 0xff, 0x7d])), /expected UTF-8 text/],
    ["a device without end", () => "/dev/zero", /received a pipe, socket or device/],
    [
      "a FIFO that nobody writes to",
      () => {
        execFileSync("mkfifo", [join(folder, "fifo")]);
        return join(folder, "fifo");
      },
      /received a pipe, socket or device/,
    ],
  ])("%s", (_name, path, message) => {
    expect(() => readRecipeText(path())).toThrow(message);
  });
});

describe("usableRecipe", () => {
  it("resolves a path against the file that it is written in, an override's against the working directory", () => {
    execFileSync("mkdir", ["-p", join(folder, "sub")]);
    write(
      "sub/base.json",
      '{"data": {"train": "images", "validation": "v"}, "model": {"pretrained": "/w.safetensors"}}',
    );
    const recipe = write("e.json", '{"extends": "sub/base.json", "data": {"validation": "v"}}');
    expect(usableRecipe(recipe).recipe).toMatchObject({
      data: { train: join(folder, "sub", "images"), validation: join(folder, "v") },
      model: { pretrained: "/w.safetensors" },
    });
    expect(usableRecipe(recipe, { overrides: ["data.train=x"] }).recipe.data.train).toBe(join(process.cwd(), "x"));
  });

  it("lists every error of a recipe that cannot be used", () => {
    const recipe = write("f.json", '{"training": {"epochs": 0, "foo": 1}}');
    expect(() => usableRecipe(recipe)).toThrow(
      /has 2 errors:\n.*f\.json:1:25 error out-of-range .*\n.*f\.json:1:28 error unknown-field/,
    );
  });
});
