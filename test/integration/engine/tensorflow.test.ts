import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Probe } from "../../../runner/engine/engine.ts";
import { obstacle } from "../../../runner/engine/tensorflow/requirements.ts";

/**
 * tfjs-node is a download of some hundred megabytes, so these tests put packages of their own in its place: one that registers
 * tf.js's cpu backend under TensorFlow's name, and one whose native library does not load. contract.test.ts runs on the real
 * one where it is installed.
 */
const commandLine = fileURLToPath(new URL("../../../dist/recipe-lab.mjs", import.meta.url));
const require = createRequire(import.meta.url);
const standIn = `
  const tf = require(${JSON.stringify(require.resolve("@tensorflow/tfjs-core"))});
  const { MathBackendCPU } = require(${JSON.stringify(require.resolve("@tensorflow/tfjs-backend-cpu"))});
  class Backend extends MathBackendCPU {
    isUsingGpuDevice = false;
    binding = { TF_Version: "2.9.1" };
  }
  tf.registerBackend("tensorflow", () => new Backend(), 3);`;

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "recipe-lab-tensorflow-"));
});
afterEach(() => rm(home, { recursive: true }));

const userFolder = (): string => join(home, "recipe-lab", "backends", "tensorflow");

async function writePackage(folder: string, source: string): Promise<void> {
  const place = join(folder, "node_modules", "@tensorflow", "tfjs-node");
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "package.json"), JSON.stringify({ name: "@tensorflow/tfjs-node", version: "4.22.0" }));
  await writeFile(join(place, "index.js"), source);
}

function recipeLab(args: string[], environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, [commandLine, ...args], {
    encoding: "utf8",
    input: "",
    env: { ...process.env, XDG_DATA_HOME: home, ...environment },
  });
}

function probeOfTensorflow(): Probe | undefined {
  const { stdout } = recipeLab(["backends", "--json"]);
  return (JSON.parse(stdout) as Probe[]).find(({ backend }) => backend === "tensorflow");
}

describe("loading", () => {
  test("a package in the user's folder is found and named", async () => {
    await writePackage(userFolder(), standIn);
    expect(probeOfTensorflow()).toMatchObject({ available: true, device: "processor through TensorFlow 2.9.1" });
  });

  test("a library that does not load is the reason, and the other backends are not touched", async () => {
    await writePackage(userFolder(), 'throw new Error("libtensorflow.so.2: cannot open shared object file");');
    expect(probeOfTensorflow()).toMatchObject({
      available: false,
      reason: "its native library does not load: libtensorflow.so.2: cannot open shared object file",
    });
  });

  test("a library that ends the process takes nothing down", async () => {
    await writePackage(userFolder(), "process.abort();");
    expect(probeOfTensorflow()).toMatchObject({ available: false, reason: expect.stringContaining("SIGABRT") });
  });
});

describe.skipIf(obstacle() !== null)(
  `backends install tensorflow${obstacle() === null ? "" : `: ${obstacle()}`}`,
  () => {
    /** Puts a script in npm's place. */
    async function withNpm(script: string): Promise<Record<string, string>> {
      await writeFile(join(home, "npm"), `#!/usr/bin/env node\n${script}`);
      await chmod(join(home, "npm"), 0o755);
      return { PATH: [home, process.env.PATH].join(delimiter) };
    }

    test("asks first, and without a terminal wants --yes", () => {
      const { status, stderr } = recipeLab(["backends", "install", "tensorflow"]);
      expect(status).toBe(2);
      expect(stderr).toContain(userFolder());
      expect(stderr).toMatch(/downloads.*--yes/s);
      expect(existsSync(userFolder())).toBe(false);
    });

    test("installs with npm, its install script allowed, and loads the result", async () => {
      await writePackage(join(home, "registry"), standIn);
      const npm = await withNpm(`
      const fs = require("node:fs");
      fs.writeFileSync("arguments.json", JSON.stringify(process.argv.slice(2)));
      fs.cpSync(${JSON.stringify(join(home, "registry"))}, ".", { recursive: true });`);
      const { status, stderr } = recipeLab(["backends", "install", "tensorflow", "--yes"], npm);
      expect(stderr).toContain("tensorflow is ready: processor through TensorFlow 2.9.1");
      expect(status).toBe(0);
      const npmArguments = JSON.parse(readFileSync(join(userFolder(), "arguments.json"), "utf8")) as string[];
      expect(npmArguments).toContain("--ignore-scripts=false");
      expect(npmArguments[1]).toMatch(/^@tensorflow\/tfjs-node(-gpu)?@4\.22\.0$/);
    });

    test("says so where npm fails", async () => {
      const npm = await withNpm("process.exit(7);");
      const { status, stderr } = recipeLab(["backends", "install", "tensorflow", "--yes"], npm);
      expect(status).toBe(1);
      expect(stderr).toContain("failed (exit code 7)");
    });

    test("installs nothing but tensorflow", () => {
      const { status, stderr } = recipeLab(["backends", "install", "webgpu"]);
      expect(status).toBe(2);
      expect(stderr).toContain("unknown-backend");
    });
  },
);
