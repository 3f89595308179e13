import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { installedPackages, tensorflowFolder } from "../../../runner/engine/tensorflow/packages.ts";
import { choosePackage, type Machine, obstacle } from "../../../runner/engine/tensorflow/requirements.ts";

const suitable: Machine = { platform: "linux", architecture: "x64", nodeVersion: "22.11.0" };

test.each<[Partial<Machine>, RegExp | null]>([
  [{}, null],
  [{ nodeVersion: "20.19.0" }, null],
  [{ nodeVersion: "23.0.0" }, /needs Node 22 or earlier, and this is Node 23\.0\.0/],
  [{ architecture: "arm64" }, /this is linux arm64/],
  [{ platform: "darwin", architecture: "arm64" }, null],
  [{ platform: "freebsd" }, /this is freebsd x64/],
])("what stands in the way on %j", (differences, expected) => {
  const found = obstacle({ ...suitable, ...differences });
  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatch(expected);
});

describe("the package that fits the machine", () => {
  test("is the GPU's where driver, CUDA and cuDNN are there", () => {
    expect(choosePackage({ driver: true, cudaRuntime: true, cudnn: true }).name).toBe("@tensorflow/tfjs-node-gpu");
  });
  test("is the processor's otherwise, and names what the GPU's lacks", () => {
    expect(choosePackage({ driver: true, cudaRuntime: true, cudnn: false })).toEqual({
      name: "@tensorflow/tfjs-node",
      reason: "the GPU package also needs cuDNN 8.1 (libcudnn.so.8), not found here",
    });
  });
});

test("the folder follows XDG_DATA_HOME", () => {
  expect(tensorflowFolder({ XDG_DATA_HOME: "/data" })).toBe(join("/data", "recipe-lab", "backends", "tensorflow"));
});

test("installed packages are found in the folder, the GPU's first", async () => {
  const folder = await mkdtemp(join(tmpdir(), "recipe-lab-packages-"));
  try {
    expect(installedPackages(folder)).toEqual([]);
    for (const name of ["tfjs-node", "tfjs-node-gpu"]) {
      const home = join(folder, "node_modules", "@tensorflow", name);
      await mkdir(home, { recursive: true });
      await writeFile(join(home, "index.js"), "");
    }
    expect(installedPackages(folder).map(({ name }) => name)).toEqual([
      "@tensorflow/tfjs-node-gpu",
      "@tensorflow/tfjs-node",
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
