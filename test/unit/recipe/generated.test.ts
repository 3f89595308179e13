import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { manifestFiles } from "../../../extension/manifest/index.ts";
import { generatedFiles } from "../../../shared/recipe/generated-files.ts";

const packageJson = readFileSync(fileURLToPath(new URL("../../../package.json", import.meta.url)), "utf8");
const files = { ...generatedFiles(), ...manifestFiles(packageJson) };

it.each(Object.entries(files))("%s is what `npm run generate` makes", (path, text) => {
  const onDisk = readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");
  expect(onDisk === text, `${path} is stale: run \`npm run generate\` and commit what it writes`).toBe(true);
});
