// Compiles the WebAssembly kernels of the embedded backend (runner/engine/wasm/kernels/assembly) into dist/: once with
// relaxed SIMD and fused multiply-add, once with plain SIMD. Does nothing where dist/ is newer than the sources.
import { mkdir, readdir, stat } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const root = new URL("../", import.meta.url);
const sources = new URL("runner/engine/wasm/kernels/assembly/", root);
const entry = "runner/engine/wasm/kernels/assembly/index.ts";
const builds = [
  { outFile: "dist/kernels-relaxed.wasm", flags: ["--enable", "relaxed-simd", "--use", "RELAXED=1"] },
  { outFile: "dist/kernels-simd.wasm", flags: ["--use", "RELAXED=0"] },
];
// Nothing of a runtime: no data section, no start function, no stack in memory, because the heap belongs to tf.js.
const common = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--importMemory", "--noExportMemory"].concat([
  ..."--enable simd --use abort=".split(" "),
]);

/** Milliseconds since the epoch at which `url` last changed; 0 where it is missing. */
const changedAt = async (url) => (await stat(url).catch(() => ({ mtimeMs: 0 }))).mtimeMs;

export async function buildKernels() {
  const files = (await readdir(sources)).map((name) => new URL(name, sources));
  const newest = Math.max(...(await Promise.all([...files, new URL(import.meta.url)].map(changedAt))));
  await mkdir(new URL("dist/", root), { recursive: true });
  for (const { outFile, flags } of builds) {
    if ((await changedAt(new URL(outFile, root))) > newest) continue;
    const { error, stderr } = await asc.main(
      [entry, "--baseDir", fileURLToPath(root), "--outFile", outFile, ...common, ...flags],
      {},
    );
    if (error) throw new Error(`${outFile}: ${error.message}\n${stderr.toString()}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildKernels();
