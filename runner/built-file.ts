import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The path of a file in dist/, from wherever this code runs: a bundle in dist/, a chunk below it, or the source under test
 * (which runs the built workers and children). Throws where the product was not built.
 */
export function builtFile(name: string): string {
  for (const folder of ["./", "../", "../dist/"]) {
    const path = fileURLToPath(new URL(folder + name, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new Error(`${name} is missing beside ${fileURLToPath(import.meta.url)}: run \`npm run build\``);
}
