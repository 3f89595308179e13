import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

const forbidden = [
  ["shared/example.ts", "node:fs"],
  ["shared/recipe/example.ts", "../../runner/errors.ts"],
  ["shared/recipe/sections/example.ts", "../../../extension/main.ts"],
  ["shared/schedules/example.ts", "vscode"],
  ["runner/data/formats/example.ts", "../../../media/main.ts"],
  ["runner/example.ts", "../extension/main.ts"],
  ["runner/engine/example.ts", "vscode"],
  ["extension/runs/example.ts", "../../runner/errors.ts"],
  ["extension/example.ts", "../media/main.tsx"],
  ["media/charts/example.ts", "node:fs"],
  ["media/example.ts", "vscode"],
  ["media/example2.ts", "../extension/main.ts"],
  ["media/example3.ts", "../runner/errors.ts"],
] as const;

const allowed = [
  ["shared/models/example.ts", "../random.ts"],
  ["runner/augment/example.ts", "../../shared/random.ts"],
  ["runner/runs/example.ts", "node:fs"],
  ["extension/runners/example.ts", "node:tls"],
  ["extension/runs/example2.ts", "../../shared/journal.ts"],
  ["media/charts/example2.ts", "../../shared/metrics.ts"],
] as const;

describe("import arrows", () => {
  let folder: string;
  let output: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "recipe-lab-arrows-"));
    for (const name of ["biome.json", ".gitignore"]) copyFileSync(join(root, name), join(folder, name));
    for (const [path, specifier] of [...forbidden, ...allowed]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `import * as thing from "${specifier}";\n\nexport const value = thing;\n`);
    }
    const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
    const result = spawnSync(process.execPath, [biome, "lint", "--reporter=github", "--max-diagnostics=none", "."], {
      cwd: folder,
      encoding: "utf8",
    });
    output = result.stdout + result.stderr;
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const finding = (path: string) =>
    output.split("\n").some((line) => line.includes("noRestrictedImports") && line.includes(path));

  it.each(forbidden)("%s may not import %s", (path) => expect(finding(path), output).toBe(true));
  it.each(allowed)("%s may import %s", (path) => expect(finding(path), output).toBe(false));
});
