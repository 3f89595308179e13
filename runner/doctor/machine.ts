import { statfs } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import packageJson from "../../package.json" with { type: "json" };
import { count } from "../../shared/count.ts";
import type { Check } from "./check.ts";

const GIB = 1024 ** 3;
/** ResNet-20 at batch 128 needs about 1 GiB beside the operating system's own. */
const MEMORY_WANTED_GIB = 2;
/** A checkpoint of ResNet-50 with its momentum is 0.2 GiB, and a run keeps several. */
const DISK_WANTED_GIB = 1;

export function checkNode(version = process.versions.node): Check {
  const needed = packageJson.engines.node.replace(">=", "");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split(".").map(Number);
  const ok = major > neededMajor || (major === neededMajor && minor >= neededMinor);
  return {
    id: "node",
    title: "Node.js",
    ok,
    essential: true,
    found: `${version} (${needed} or later is needed)`,
    advice: ok ? null : `Install Node.js ${needed} or later from https://nodejs.org.`,
  };
}

export function checkProcessor(): Check {
  const cores = availableParallelism();
  return {
    id: "processor",
    title: "processor",
    ok: true,
    essential: false,
    found: `${count(cores, "thread")}, ${cpus()[0]?.model ?? "model unknown"}`,
    advice: null,
  };
}

export function checkMemory(bytes = totalmem()): Check {
  const ok = bytes >= MEMORY_WANTED_GIB * GIB;
  return {
    id: "memory",
    title: "memory",
    ok,
    essential: false,
    found: `${(bytes / GIB).toFixed(1)} GiB`,
    advice: ok
      ? null
      : `Below ${MEMORY_WANTED_GIB} GiB choose a small training.batchSize; \`recipe-lab plan\` estimates.`,
  };
}

/** The disk under `folder`, where a run's folder would be made. */
export async function checkDisk(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / GIB;
  const ok = free >= DISK_WANTED_GIB;
  return {
    id: "disk",
    title: "disk",
    ok,
    essential: false,
    found: `${free.toFixed(1)} GiB free in ${folder}`,
    advice: ok ? null : `Checkpoints need room: free ${DISK_WANTED_GIB} GiB, or choose another folder with --runs.`,
  };
}
