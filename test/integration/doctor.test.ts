import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Check } from "../../runner/doctor/check.ts";

const commandLine = fileURLToPath(new URL("../../dist/recipe-lab.mjs", import.meta.url));

test("doctor finds this machine fit, and gives advice for each thing that is missing", () => {
  const { status, stdout } = spawnSync(process.execPath, [commandLine, "doctor", "--json"], { encoding: "utf8" });
  expect(status).toBe(0);
  const checks = JSON.parse(stdout) as Check[];
  expect(checks.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["node", "memory", "disk", "sharp", "backend-wasm", "backend-webgpu", "python-peers"]),
  );
  for (const { ok, essential, advice } of checks) {
    expect(ok || !essential).toBe(true);
    expect(advice === null).toBe(ok);
  }
});

test("doctor for people has a verdict in words on each line", () => {
  const { stdout } = spawnSync(process.execPath, [commandLine, "doctor"], { encoding: "utf8" });
  expect(stdout).toMatch(/^✓ ok {2}Node\.js: /m);
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .every((line) => /^(✓ ok|✗ missing|✗ not here| {3}) /.test(line)),
  ).toBe(true);
});
