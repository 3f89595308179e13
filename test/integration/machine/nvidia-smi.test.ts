import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Machine } from "../../../runner/machine/machine.ts";
import { readGpus } from "../../../runner/machine/nvidia-smi.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nvidia-smi-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program in the place of nvidia-smi. */
function fake(script: string): string {
  const path = join(folder, "nvidia-smi");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const line = (index: number, use: string) => `${index}, GPU-${index}, NVIDIA H100, ${use}, 10, 80, 40, 100.5`;

test("is started with the query, and its lines are read", async () => {
  const command = fake(`echo "$@" > ${folder}/arguments\necho "${line(0, "50")}"\necho "${line(1, "[N/A]")}"`);
  const gpus = await readGpus({ command });
  expect(gpus?.map(({ index, figures }) => [index, figures.use])).toEqual([
    [0, 0.5],
    [1, undefined],
  ]);
  expect(readFileSync(join(folder, "arguments"), "utf8")).toMatch(
    /^--query-gpu=index,.* --format=csv,noheader,nounits$/m,
  );
});

test("missing: no GPUs, no error", async () => {
  expect(await readGpus({ command: join(folder, "nvidia-smi") })).toBeNull();
});

test("failing: says what it said", async () => {
  const command = fake('echo "NVIDIA-SMI has failed because it could not communicate with the driver."; exit 9');
  await expect(readGpus({ command })).rejects.toThrow("could not communicate with the driver");
});

test("not executable or not a program: an error, not a crash", async () => {
  const command = fake("exit 0");
  chmodSync(command, 0o644);
  await expect(readGpus({ command })).rejects.toThrow("nvidia-smi failed");
});

test("hanging: given up at the time limit, killed, and the rest of the figures are there", async () => {
  const command = fake(`echo $$ > ${folder}/pid\nexec sleep 600`);
  const warnings: string[] = [];
  const machine = new Machine({
    nvidiaSmi: { command, timeLimitMs: 300 },
    warn: (message) => warnings.push(message),
  });
  const { values } = await machine.sample();
  expect(values["machine/memoryTotal"]).toBeGreaterThan(0);
  expect(Object.keys(values).filter((key) => key.startsWith("gpu"))).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining("did not answer within 0.3 s")]);
  const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
});

test("endless output is cut off", async () => {
  const command = fake("exec yes 0, GPU-0, NVIDIA H100, 1, 2, 3, 4, 5");
  await expect(readGpus({ command })).rejects.toThrow("nvidia-smi failed");
});
