import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { generatedFiles } from "../../../shared/recipe/generated-files.ts";

it.each(Object.entries(generatedFiles()))("%s is what `npm run generate` makes", (path, text) => {
  const onDisk = readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");
  expect(onDisk === text, `${path} is stale: run \`npm run generate\` and commit what it writes`).toBe(true);
});
