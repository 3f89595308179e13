import { basename, relative } from "node:path";
import { shellWord } from "./shell-word.ts";

/**
 * How this program was started, for commands that people paste: "recipe-lab" where it is installed, and in a checkout
 * "node dist/recipe-lab.mjs".
 */
export function programName(script = process.argv[1] ?? "", folder = process.cwd()): string {
  if (basename(script) !== "recipe-lab.mjs") return "recipe-lab";
  const path = relative(folder, script);
  return `node ${shellWord(path.startsWith("..") ? script : path)}`;
}
