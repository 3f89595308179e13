// Writes what is made from lists in the code: schemas/recipe.schema.json and docs/recipe.md from the recipe's schema, the
// extension's manifest in package.json and its texts from extension/manifest/.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Bundles a module of ours, which imports TypeScript, and imports it. */
async function importBundled(path) {
  const bundle = await build({
    entryPoints: [root + path],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    // The CommonJS build of jsonc-parser cannot be bundled as a module.
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
  const source = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}

const { generatedFiles } = await importBundled("shared/recipe/generated-files.ts");
const { manifestFiles } = await importBundled("extension/manifest/index.ts");
const files = { ...generatedFiles(), ...manifestFiles(await readFile(`${root}package.json`, "utf8")) };
for (const [path, text] of Object.entries(files)) {
  await mkdir(dirname(root + path), { recursive: true });
  await writeFile(root + path, text);
  console.error(`wrote ${path}`);
}
