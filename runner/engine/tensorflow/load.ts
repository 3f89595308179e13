import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { installedPackages } from "./packages.ts";

/** What tfjs-node's backend tells about itself; the package has types only where it is installed. */
interface TensorflowBackend extends tf.KernelBackend {
  isUsingGpuDevice: boolean;
  binding: { TF_Version: string };
}

export interface LoadedTensorflow {
  device: string;
  usesGpu: boolean;
  versions: Record<string, string>;
}

/**
 * Loads the first installed package whose native library starts, and makes it tf.js's backend in this thread. It registers
 * itself in the registry that every copy of tfjs-core shares. Returns null where no package is installed; throws what the
 * last one threw where none starts.
 */
export async function loadTensorflow(packages = installedPackages()): Promise<LoadedTensorflow | null> {
  let failure: unknown = null;
  for (const { name, path } of packages) {
    try {
      const { version } = createRequire(path)(`${name}/package.json`) as { version: string };
      createRequire(path)(path);
      if (!(await tf.setBackend("tensorflow"))) throw new Error(`${name} registers no backend`);
      const backend = tf.backend() as TensorflowBackend;
      const library = backend.binding.TF_Version;
      return {
        device: `${backend.isUsingGpuDevice ? "CUDA" : "processor"} through TensorFlow ${library}`,
        usesGpu: backend.isUsingGpuDevice,
        versions: { tfjs: tf.version_core, [name]: version, tensorflow: library },
      };
    } catch (error) {
      failure = error;
    }
  }
  if (failure !== null) throw failure;
  return null;
}
