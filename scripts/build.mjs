// Builds dist/: the command line and runner with their workers, the extension, the pages, and the files read at run time.
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir } from "node:fs/promises";
import { build } from "esbuild";
import { buildKernels } from "./build-kernels.mjs";
import { bundledGradients } from "./bundled-gradients.mjs";
import { removeStale } from "./lib/remove-stale.mjs";
import { oneLocale } from "./one-locale.mjs";

const quiet = process.argv.includes("--quiet");
const started = performance.now();
await buildKernels();
const { metafile } = await build({
  entryPoints: {
    "recipe-lab": "runner/main.ts",
    "augment-worker": "runner/augment/worker.ts",
    "pack-worker": "runner/data/packed/pack/worker.ts",
    "try-images": "runner/data/loader/try-images.ts",
    "replica-worker": "runner/training/replicas/worker.ts",
    "run-process": "runner/runs/run-process.ts",
    "plan-process": "runner/runs/plan-process.ts",
    "preview-process": "runner/runs/preview-process.ts",
    "probe-backend": "runner/engine/probe-backend.ts",
    "bench-train": "runner/bench/train/ours.ts",
    "bench-serve-clients": "runner/bench/serve/clients.ts",
  },
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  chunkNames: "chunks/[name]-[hash]",
  sourcemap: true,
  logLevel: "warning",
  metafile: true,
  plugins: [bundledGradients],
});
await chmod("dist/recipe-lab.mjs", 0o755);
await removeStale(
  ["dist", "dist/chunks"],
  [...Object.keys(metafile.outputs), "dist/extension.cjs", "dist/extension.cjs.map"],
);
// The extension host loads CommonJS, and what it loads at the start decides how quick it is: one small file.
await build({
  entryPoints: { extension: "extension/main.ts" },
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  mainFields: ["module", "main"],
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  sourcemap: true,
  logLevel: "warning",
  plugins: [oneLocale],
  // Korean texts as they are: escaped, each syllable would take twice the room.
  charset: "utf8",
});
await build({
  entryPoints: { main: "media/main.tsx" },
  bundle: true,
  minify: true,
  platform: "browser",
  target: ["chrome128", "firefox128", "safari17.4"],
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  outdir: "dist/media",
  sourcemap: true,
  logLevel: "warning",
  plugins: [oneLocale],
  // Korean texts as they are: escaped, each syllable would take twice the room.
  charset: "utf8",
});
await mkdir("dist/media", { recursive: true });
for (const name of ["index.html", "icon.svg"]) await copyFile(`media/${name}`, `dist/media/${name}`);
// The programs of other frameworks that `bench` runs beside ours.
for (const name of await readdir("runner/bench")) {
  const peer = `runner/bench/${name}/peer.py`;
  if (existsSync(peer)) await copyFile(peer, `dist/bench-${name}.py`);
}
if (!quiet) console.error(`built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);
