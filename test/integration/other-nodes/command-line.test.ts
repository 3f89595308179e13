import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Check } from "../../../runner/doctor/check.ts";
import type { Probe } from "../../../runner/engine/engine.ts";
import { type Result, recipeLab } from "../../support/recipe-lab.ts";
import { referenceRun } from "../../support/reference-run.ts";
import { configFolder, serve } from "../../support/served.ts";
import { hashes, runArguments, trained } from "../../support/small-run.ts";
import { environmentOf, joinsTo256Bits, otherNodes } from "./nodes.ts";

const reference = referenceRun();
let config: ReturnType<typeof configFolder>;
beforeAll(() => {
  config = configFolder();
});
afterAll(() => config.remove());

for (const node of otherNodes) {
  if (node.missing !== undefined) {
    test.skip(`the command line on Node ${node.version}: ${node.missing}`, () => {});
    continue;
  }
  const { program } = node;
  const on = async (...args: string[]): Promise<string> =>
    succeeded(await recipeLab(args, { node: program, env: environmentOf(program) }));

  describe(`Node ${node.version}`, () => {
    test("trains the same weights as this Node, to the bit", async () => {
      const run = await on(...runArguments(reference.fresh(`whole-${node.major}`)));
      expect(hashes(run.trim())).toEqual(reference.hashes);
    });

    test("goes on where this Node was stopped, and the other way round", async () => {
      const here = await trained(reference.fresh(`from-here-${node.major}`), "--max-steps", "4");
      await on("run", "--resume", here, "--max-steps", "4");
      await recipeLab(["run", "--resume", here]).then(succeeded);
      expect(hashes(here)).toEqual(reference.hashes);
    });

    test("finds the machine fit, and the fastest kernels that its V8 can run", async () => {
      const checks: Check[] = JSON.parse(await on("doctor", "--json"));
      expect(checks.find(({ id }) => id === "node")).toMatchObject({
        ok: true,
        found: expect.stringContaining(node.version),
      });
      expect(checks.filter(({ ok, essential }) => essential && !ok)).toEqual([]);
      const probes: Probe[] = JSON.parse(await on("backends", "--json"));
      const wasm = probes.find(({ backend }) => backend === "wasm");
      expect(wasm).toMatchObject({ available: true, device: expect.stringContaining("relaxed SIMD") });
      if (joinsTo256Bits(node))
        expect(wasm).toMatchObject({ device: expect.stringContaining("256 bits wide"), notes: [] });
    });

    test("is a runner that describes itself and trains what it is sent", async () => {
      const { runs, folder, recipe } = reference.fresh(`served-${node.major}`);
      const runner = await serve({ runs, data: folder, config: config.path, node: program });
      try {
        const described = JSON.parse(succeeded(await runner.client("describe", "--json")));
        expect(described).toMatchObject({ backend: "wasm" });
        succeeded(await runner.client("submit", recipe, "--watch"));
      } finally {
        await runner.end();
      }
    });
  });
}

function succeeded({ code, stdout, stderr }: Result): string {
  expect(code, stderr).toBe(0);
  return stdout;
}
