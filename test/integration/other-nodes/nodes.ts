import { readFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { type FoundNode, nodeOfMajor, nodeVersions } from "../../../scripts/lib/other-node.mjs";

/** A version of Node that people run, but for the one that runs the tests: that one runs all of them anyway. */
export type OtherNode = FoundNode & { major: number };

const majors = Object.keys(nodeVersions).map(Number) as (keyof typeof nodeVersions)[];

export const otherNodes: OtherNode[] = [];
for (const major of majors) {
  if (process.versions.node.startsWith(`${major}.`)) continue;
  otherNodes.push({ ...(await nodeOfMajor(major)), major });
}

/** What a process that runs with it inherits: programs that ask for `node` get that one, and nothing says "a test runs". */
export function environmentOf(program: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS$|TEST$)/.test(name));
  return { ...Object.fromEntries(own), PATH: `${dirname(program)}${delimiter}${process.env.PATH}` };
}

/** Whether the kernels can be joined to 256 bits with it: V8 of Node 24 or later, on a processor with AVX2. */
export function joinsTo256Bits({ major }: OtherNode): boolean {
  if (major < 24 || process.arch !== "x64" || process.platform !== "linux") return false;
  return /\bavx2\b/.test(readFileSync("/proc/cpuinfo", "utf8"));
}
