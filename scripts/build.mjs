// Builds dist/: the command line and runner, the augmentation worker, and the files that they read at run time.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const quiet = process.argv.includes("--quiet");
const started = performance.now();
// Packages stay outside, but tf.js's gradients are ES modules that Node cannot resolve (runner/engine/set-up-tfjs.ts).
const bundledGradients = {
  name: "bundled-gradients",
  setup({ onResolve }) {
    onResolve({ filter: /^@tensorflow\/tfjs-core\/dist\// }, ({ path }) => ({
      path: fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url)),
    }));
  },
};
await build({
  entryPoints: {
    "recipe-lab": "runner/main.ts",
    "augment-worker": "runner/augment/worker.ts",
    "probe-backend": "runner/engine/probe-backend.ts",
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
  banner: { js: "" },
  logLevel: "warning",
  plugins: [bundledGradients],
});
if (!quiet) console.error(`built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);
