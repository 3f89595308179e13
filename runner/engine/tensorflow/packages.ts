import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/** The version that fits the product's tfjs-core; both share one registry of kernels. */
export const TFJS_NODE_VERSION = "4.22.0";

/** In the order in which they are tried. */
export const tensorflowPackages = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"] as const;
export type TensorflowPackage = (typeof tensorflowPackages)[number];

/** Where `recipe-lab backends install tensorflow` puts the package: beside the user's own data, outside the product. */
export function tensorflowFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const data =
    environment.XDG_DATA_HOME ||
    (process.platform === "win32" && environment.LOCALAPPDATA) ||
    join(homedir(), ".local", "share");
  return join(data, "recipe-lab", "backends", "tensorflow");
}

/** The installed packages, best first: those of the product's own node_modules come before the user's folder. */
export function installedPackages(folder = tensorflowFolder()): { name: TensorflowPackage; path: string }[] {
  const places = [createRequire(import.meta.url), createRequire(join(folder, "package.json"))];
  return tensorflowPackages.flatMap((name) =>
    places.flatMap((require) => {
      try {
        return [{ name, path: require.resolve(name) }];
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return [];
        throw error;
      }
    }),
  );
}
