import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Probe } from "../../../runner/engine/engine.ts";
import { probeInChild } from "../../../runner/engine/isolated-probe.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "recipe-lab-probe-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The probe of a backend whose child process runs `source`. */
async function probeRunning(source: string, timeLimitMs = 30_000): Promise<Probe> {
  const script = join(folder, "child.mjs");
  await writeFile(script, source);
  return probeInChild("webgpu", "get it", { script, timeLimitMs });
}

const available = {
  backend: "webgpu",
  available: true,
  device: "a GPU",
  software: false,
  memoryBytes: null,
  notes: [],
};
const answer = (probe: object): string => `console.log(${JSON.stringify(JSON.stringify(probe))});`;

test("the last line of the child's output is the probe", async () => {
  expect(await probeRunning(`console.log("a driver's chatter"); ${answer(available)}`)).toEqual(available);
});

test.each([
  ["a crash", 'console.error("driver bug"); process.abort();', /crashed \(SIGABRT\).*driver bug/],
  [
    "a child killed for memory",
    'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);',
    /crashed \(SIGKILL\)/,
  ],
  ["an exception", 'throw new Error("no such library");', /crashed \(exit code 1\): .*no such library/],
  ["silence", "", /crashed \(exit code 0\)/],
])("%s is the reason why a backend is not available", async (_, source, reason) => {
  expect(await probeRunning(source)).toEqual({
    backend: "webgpu",
    available: false,
    reason: expect.stringMatching(reason),
    howToGet: "get it",
  });
});

test("a hung driver is killed at the time limit", async () => {
  const probe = await probeRunning("setInterval(() => {}, 1000);", 300);
  expect(probe).toMatchObject({ available: false, reason: "its probe did not answer within 0.3 s" });
});

test("what the driver complains of is added to why it is not available", async () => {
  const missing = { backend: "webgpu", available: false, reason: "no GPU", howToGet: "a driver" };
  const probe = await probeRunning(`console.error("libvulkan is missing"); ${answer(missing)}`);
  expect(probe).toEqual({ ...missing, reason: "no GPU: libvulkan is missing" });
});
