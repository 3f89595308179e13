import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TensorflowPackage } from "./packages.ts";

/** tfjs-node 4.22 uses functions that Node 23 removed. */
const LAST_NODE_MAJOR = 22;
/** The platforms for which TensorFlow 2.9 is published as a library. */
const platforms: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ["x64"],
  darwin: ["x64", "arm64"],
  win32: ["x64"],
};

export interface Machine {
  platform: NodeJS.Platform;
  architecture: string;
  /** As in process.versions.node. */
  nodeVersion: string;
}

const thisMachine: Machine = {
  platform: process.platform,
  architecture: process.arch,
  nodeVersion: process.versions.node,
};

/** Why tfjs-node cannot run on a machine and what to do, or null where nothing stands in its way. */
export function obstacle({ platform, architecture, nodeVersion }: Machine = thisMachine): string | null {
  const major = Number.parseInt(nodeVersion, 10);
  if (major > LAST_NODE_MAJOR) {
    return `@tensorflow/tfjs-node 4.22 needs Node ${LAST_NODE_MAJOR} or earlier, and this is Node ${nodeVersion}. Run recipe-lab with Node ${LAST_NODE_MAJOR}.`;
  }
  if (!platforms[platform]?.includes(architecture)) {
    return `TensorFlow's library is published for Linux x64, macOS and Windows x64, and this is ${platform} ${architecture}. Use the wasm or webgpu backend.`;
  }
  return null;
}

/** Which of the two packages fits the machine, and why, for people. The GPU one needs CUDA 11.2 and cuDNN 8.1. */
export function choosePackage(finds: CudaFinds = findCuda()): { name: TensorflowPackage; reason: string } {
  const missing = [
    finds.driver ? null : "an NVIDIA driver",
    finds.cudaRuntime ? null : "CUDA 11.2 (libcudart.so.11.0)",
    finds.cudnn ? null : "cuDNN 8.1 (libcudnn.so.8)",
  ].filter((part) => part !== null);
  if (missing.length === 0) {
    return { name: "@tensorflow/tfjs-node-gpu", reason: "an NVIDIA driver, CUDA 11 and cuDNN 8 are here" };
  }
  return {
    name: "@tensorflow/tfjs-node",
    reason: `the GPU package also needs ${missing.join(" and ")}, not found here`,
  };
}

export interface CudaFinds {
  driver: boolean;
  cudaRuntime: boolean;
  cudnn: boolean;
}

function findCuda(): CudaFinds {
  if (process.platform !== "linux") return { driver: false, cudaRuntime: false, cudnn: false };
  const cache = spawnSync("/sbin/ldconfig", ["-p"], { encoding: "utf8" }).stdout ?? "";
  const folders = (process.env.LD_LIBRARY_PATH ?? "").split(":").filter((folder) => folder !== "");
  const has = (library: string): boolean =>
    cache.includes(`\t${library} `) || folders.some((folder) => existsSync(join(folder, library)));
  return { driver: has("libcuda.so.1"), cudaRuntime: has("libcudart.so.11.0"), cudnn: has("libcudnn.so.8") };
}
