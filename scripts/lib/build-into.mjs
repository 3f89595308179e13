import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { bundledGradients } from "../bundled-gradients.mjs";
import { oneLocale } from "../one-locale.mjs";
import { oneVscode } from "./one-vscode.mjs";
import { nativePackages } from "./package/runtime-packages.mjs";
import { shakenZod } from "./shaken-zod.mjs";

/** How bundles for a packed extension differ: no node_modules around them but the native packages, and nothing to debug. */
const packedRunner = {
  packages: undefined,
  external: [
    ...nativePackages,
    "webgpu",
    "@tensorflow/tfjs-backend-webgpu",
    "@tensorflow/tfjs-node",
    "bufferutil",
    "utf-8-validate",
  ],
  mainFields: ["module", "main"], // jsonc-parser's other build hides what it requires
  // Packages that are CommonJS ask for parts of Node by require, which ES modules lack.
  banner: {
    js: 'import { createRequire as requireFor } from "node:module"; const require = requireFor(import.meta.url);',
  },
  minifyWhitespace: true,
  minifySyntax: true,
};

/** `import("ws")` reads a file beside the bundle when the first connection is made. */
const laterWebSocket = {
  name: "later-web-socket",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^ws$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./ws.cjs", external: true } : undefined,
    ),
};

/**
 * Builds everything but the kernels into `out`. Returns the paths of all that it made for Node, and of what went into bundles. `packed` makes a folder that
 * runs by itself in an extension.
 */
export async function buildInto(out, { packed = false } = {}) {
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
    outdir: out,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    sourcemap: !packed,
    logLevel: "warning",
    metafile: true,
    plugins: packed ? [bundledGradients, oneLocale] : [bundledGradients],
    ...(packed ? packedRunner : {}),
  });
  await chmod(`${out}/recipe-lab.mjs`, 0o755);
  // The extension host loads CommonJS, and what it loads at the start decides how quick it is: one small file.
  const extension = await build({
    metafile: true,
    entryPoints: { extension: "extension/main.ts", ws: "ws" },
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    outdir: out,
    outExtension: { ".js": ".cjs" },
    sourcemap: !packed,
    logLevel: "warning",
    plugins: [oneVscode, oneLocale, shakenZod, laterWebSocket],
    // Korean texts as they are: escaped, each syllable would take twice the room.
    charset: "utf8",
  });
  const pages = await build({
    metafile: true,
    entryPoints: { main: "media/main.tsx" },
    bundle: true,
    minify: true,
    platform: "browser",
    target: ["chrome128", "firefox128", "safari17.4"],
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    outdir: `${out}/media`,
    sourcemap: !packed,
    logLevel: "warning",
    plugins: [oneLocale, shakenZod],
    // Korean texts as they are: escaped, each syllable would take twice the room.
    charset: "utf8",
  });
  await mkdir(`${out}/media`, { recursive: true });
  for (const name of ["index.html", "icon.svg"]) await copyFile(`media/${name}`, `${out}/media/${name}`);
  // A tab of the editor shows the picture as a file, which has no colour of the page to follow.
  const icon = await readFile("media/icon.svg", "utf8");
  for (const [theme, color] of Object.entries({ light: "#424242", dark: "#c5c5c5" }))
    await writeFile(`${out}/media/icon-${theme}.svg`, icon.replace("currentColor", color));
  // The programs of other frameworks that `bench` runs beside ours, where a person has a checkout.
  if (!packed)
    for (const name of await readdir("runner/bench")) {
      const peer = `runner/bench/${name}/peer.py`;
      if (existsSync(peer)) await copyFile(peer, `${out}/bench-${name}.py`);
    }
  return {
    made: [...Object.keys(metafile.outputs), ...Object.keys(extension.metafile.outputs)],
    inputs: [metafile, extension.metafile, pages.metafile].flatMap((bundle) => Object.keys(bundle.inputs)),
  };
}
