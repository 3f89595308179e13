import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { contract } from "./contract.ts";

/**
 * webgpu without a GPU: Chromium brings SwiftShader, a Vulkan driver that computes on the processor. It shows that the
 * backend is right, and nothing about its speed. Where a GPU is, contract.test.ts runs on it.
 */
const chromium = ["/usr/lib/chromium", "/usr/lib/chromium-browser", "/opt/google/chrome"].find(
  (folder) => existsSync(`${folder}/vk_swiftshader_icd.json`) && existsSync(`${folder}/libvulkan.so.1`),
);
const run = promisify(execFile);
// The Vulkan loader reads its environment when the process starts.
const environment = {
  ...process.env,
  VK_ICD_FILENAMES: `${chromium}/vk_swiftshader_icd.json`,
  LD_LIBRARY_PATH: chromium,
};
const path = (inRepository: string): string => fileURLToPath(new URL(`../../../${inRepository}`, import.meta.url));

describe.skipIf(chromium === undefined)(
  `webgpu on Chromium's SwiftShader${chromium === undefined ? ": no Chromium with SwiftShader here" : ""}`,
  () => {
    test("is found, and known for software", async () => {
      const { stdout } = await run(process.execPath, [path("dist/recipe-lab.mjs"), "backends", "--json"], {
        env: environment,
      });
      expect(JSON.parse(stdout)).toContainEqual(
        expect.objectContaining({ backend: "webgpu", available: true, software: true }),
      );
    });

    describe("keeps the contract", () => {
      let failures: Record<string, string | null>;
      beforeAll(async () => {
        const script = path(".build/engine-contract.mjs");
        await run(process.execPath, [
          path("scripts/bundle-for-node.mjs"),
          path("test/integration/engine/contract-child.ts"),
          script,
        ]);
        const { stdout } = await run(process.execPath, [script, "webgpu"], { env: environment, timeout: 240_000 });
        ({ failures } = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as { failures: typeof failures });
      });
      for (const { name } of contract) test(name, () => expect(failures[name]).toBeNull());
    });
  },
);
