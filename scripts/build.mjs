// Builds dist/: the command line and runner with their workers, the extension, the pages, and the files read at run time.
import { buildKernels } from "./build-kernels.mjs";
import { buildInto } from "./lib/build-into.mjs";
import { removeStale } from "./lib/remove-stale.mjs";

const quiet = process.argv.includes("--quiet");
const started = performance.now();
await buildKernels();
const { made } = await buildInto("dist");
await removeStale(["dist", "dist/chunks"], made);
if (!quiet) console.error(`built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);
