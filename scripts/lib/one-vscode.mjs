import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * An esbuild plugin: one view of VS Code's API for the whole extension. For each file that says `import * as vscode` esbuild
 * would copy the API's several hundred names while the extension starts. Here they are the few that the sources use.
 */
export const oneVscode = {
  name: "one-vscode",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === "one-vscode" ? { path: "vscode", external: true } : { path: "vscode", namespace: "one-vscode" },
    );
    onLoad({ filter: /.*/, namespace: "one-vscode" }, async () => ({
      contents: `export const { ${(await usedNames()).join(", ")} } = require("vscode");`,
    }));
  },
};

async function usedNames() {
  const files = (await readdir("extension", { recursive: true })).filter((name) => name.endsWith(".ts"));
  const sources = await Promise.all(files.map((name) => readFile(join("extension", name), "utf8")));
  const names = sources.flatMap((source) => [...source.matchAll(/\bvscode\.(\w+)/g)].map(([, name]) => name));
  return [...new Set(names)].sort();
}
