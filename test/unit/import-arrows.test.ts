import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Lints `text` as if it were saved at `path`, with the project's own configuration. */
function lint(path: string, text: string): string {
  const biome = `${root}node_modules/@biomejs/biome/bin/biome`;
  const result = spawnSync(process.execPath, [biome, "lint", `--stdin-file-path=${path}`], {
    cwd: root,
    input: text,
    encoding: "utf8",
  });
  return result.stdout + result.stderr;
}

describe("import arrows", () => {
  it.each([
    ["shared/example.ts", "node:fs"],
    ["shared/recipe/example.ts", "../../runner/errors.ts"],
    ["shared/recipe/sections/example.ts", "../../../extension/main.ts"],
    ["shared/example.ts", "vscode"],
    ["runner/data/formats/example.ts", "../../../media/main.ts"],
    ["runner/example.ts", "../extension/main.ts"],
    ["runner/example.ts", "vscode"],
  ])("%s may not import %s", (path, specifier) => {
    const output = lint(path, `import * as thing from "${specifier}";\nexport const value = thing;\n`);
    expect(output).toContain("noRestrictedImports");
  });

  it.each([
    ["shared/recipe/example.ts", "../random.ts"],
    ["runner/example.ts", "../shared/random.ts"],
    ["runner/runs/example.ts", "node:fs"],
  ])("%s may import %s", (path, specifier) => {
    const output = lint(path, `import * as thing from "${specifier}";\nexport const value = thing;\n`);
    expect(output).not.toContain("noRestrictedImports");
  });
});
