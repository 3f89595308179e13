// Makes one TypeScript file runnable: node scripts/bundle-for-node.mjs ENTRY.ts .build/OUT.mjs
// The bundle must lie inside the repository, where Node finds the packages that it leaves outside.
import { build } from "esbuild";
import { bundledGradients } from "./bundled-gradients.mjs";

const [entry, outfile] = process.argv.slice(2);
await build({
  entryPoints: [entry],
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  outfile,
  logLevel: "warning",
  plugins: [bundledGradients],
});
