// Compiles the WebAssembly modules into dist/, those that compute with fractions in several builds: with relaxed SIMD and
// fused multiply-add, with plain SIMD, and the kernels also for a V8 that joins vectors to 256 bits.
// Does nothing where dist/ is newer than the sources.
import { mkdir, readdir, stat } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const root = new URL("../", import.meta.url);
const flagsOf = {
  relaxed: ["--enable", "relaxed-simd", "--use", "RELAXED=1", "--use", "WIDE=0"],
  simd: ["--use", "RELAXED=0", "--use", "WIDE=0"],
  wide: ["--enable", "relaxed-simd", "--use", "RELAXED=1", "--use", "WIDE=1"],
};
/** Name in dist/, the folder of the AssemblyScript sources, and the builds. */
const modules = {
  /** The kernels of the embedded backend. */
  kernels: { folder: "runner/engine/wasm/kernels/assembly/", builds: ["relaxed", "simd", "wide"] },
  /** The fused augmentation pass. */
  augment: { folder: "runner/augment/fused/assembly/", builds: ["relaxed", "simd"] },
  /** The decoder of parts of JPEG files. */
  jpeg: { folder: "runner/data/jpeg/region/assembly/", builds: ["simd"] },
};
// Nothing of a runtime: no data section, no start function, no stack in memory, because the memory belongs to who imports the module.
const common = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--importMemory", "--noExportMemory"].concat([
  ..."--enable simd --use abort=".split(" "),
]);

/** Milliseconds since the epoch at which `url` last changed; 0 where it is missing. */
const changedAt = async (url) => (await stat(url).catch(() => ({ mtimeMs: 0 }))).mtimeMs;

export async function buildKernels() {
  await mkdir(new URL("dist/", root), { recursive: true });
  for (const [name, { folder, builds }] of Object.entries(modules)) {
    const sources = (await readdir(new URL(folder, root))).map((file) => new URL(folder + file, root));
    const newest = Math.max(...(await Promise.all([...sources, new URL(import.meta.url)].map(changedAt))));
    for (const build of builds) {
      const outFile = `dist/${name}-${build}.wasm`;
      if ((await changedAt(new URL(outFile, root))) > newest) continue;
      const { error, stderr } = await asc.main(
        [`${folder}index.ts`, "--baseDir", fileURLToPath(root), "--outFile", outFile, ...common, ...flagsOf[build]],
        {},
      );
      if (error) throw new Error(`${outFile}: ${error.message}\n${stderr.toString()}`);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildKernels();
