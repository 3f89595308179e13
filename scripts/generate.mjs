// Writes what is made from the recipe's schema: schemas/recipe.schema.json and docs/recipe.md.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const bundle = await build({
  entryPoints: [`${root}shared/recipe/generated-files.ts`],
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
  // The CommonJS build of jsonc-parser cannot be bundled as a module.
  mainFields: ["module", "main"],
  logLevel: "warning",
});
const { generatedFiles } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`
);
for (const [path, text] of Object.entries(generatedFiles())) {
  await mkdir(dirname(root + path), { recursive: true });
  await writeFile(root + path, text);
  console.error(`wrote ${path}`);
}
