import { expect, test, vi } from "vitest";
import { GpuWatch } from "../../../runner/machine/gpu-watch.ts";
import { hostIdentity, hostValues } from "../../../runner/machine/host.ts";
import { Machine, type MachineSample } from "../../../runner/machine/machine.ts";
import { machineFeed } from "../../../runner/machine/machine-feed.ts";
import { processorTime, processorUse } from "../../../runner/machine/processor.ts";
import { metrics } from "../../../shared/metrics.ts";

const absent = { command: "/nowhere/nvidia-smi" };

test("processor use is the busy share of what has passed", () => {
  expect(processorUse({ busy: 100, idle: 300 }, { busy: 130, idle: 310 })).toBe(0.75);
  expect(processorUse({ busy: 1, idle: 1 }, { busy: 1, idle: 2 })).toBe(0);
  expect(processorUse({ busy: 5, idle: 5 }, { busy: 5, idle: 5 })).toBeNull();
  // Counters of a processor that was taken away.
  expect(processorUse({ busy: 500, idle: 500 }, { busy: 400, idle: 700 })).toBe(0);
});

test("the host's figures are in the list of metrics and plausible", () => {
  const before = processorTime();
  const values = hostValues({ busy: 0, idle: 0 }, before);
  for (const key of Object.keys(values)) expect(metrics).toHaveProperty([key]);
  expect(values["machine/processor"]).toBeGreaterThan(0);
  expect(values["machine/processor"]).toBeLessThanOrEqual(1);
  expect(values["machine/memoryUsed"]).toBeLessThan(values["machine/memoryTotal"]!);
  expect(values["machine/processMemory"]).toBeLessThan(values["machine/memoryUsed"]!);
  expect(values["machine/processMemory"]).toBeGreaterThan(2 ** 20);
});

test("the host's identity is complete", () => {
  const { host, system, processor, threads, memoryBytes } = hostIdentity();
  expect([host, system, processor].every((text) => text.length > 0)).toBe(true);
  expect(threads).toBeGreaterThan(0);
  expect(memoryBytes).toBeGreaterThan(2 ** 20);
});

test("a driver that fails is warned of once, left alone for a minute, and asked again", async () => {
  const gpu = { index: 0, name: "X", uuid: "u", figures: {} };
  let now = 0;
  const answers = vi.fn<() => Promise<(typeof gpu)[] | null>>();
  const warnings: string[] = [];
  const watch = new GpuWatch({ read: answers, warn: (message) => warnings.push(message), now: () => now });
  answers.mockRejectedValue(new Error("nvidia-smi did not answer within 5 s"));
  expect(await watch.read()).toEqual([]);
  expect(await watch.read()).toEqual([]);
  now = 59_999;
  expect(await watch.read()).toEqual([]);
  expect(answers).toHaveBeenCalledTimes(1);
  now = 60_000;
  expect(await watch.read()).toEqual([]);
  expect(answers).toHaveBeenCalledTimes(2);
  expect(warnings).toEqual([expect.stringContaining("did not answer")]);
  now = 120_000;
  answers.mockResolvedValue([gpu]);
  expect(await watch.read()).toEqual([gpu]);
  answers.mockRejectedValue(new Error("gone again"));
  expect(await watch.read()).toEqual([]);
  expect(warnings).toHaveLength(2);
});

test("where there is no nvidia-smi it is not looked for again", async () => {
  const read = vi.fn().mockResolvedValue(null);
  const watch = new GpuWatch({ read, warn: () => {} });
  expect([await watch.read(), await watch.read()]).toEqual([[], []]);
  expect(read).toHaveBeenCalledTimes(1);
});

test("listeners get samples until they end it; nothing is measured for nobody", async () => {
  const machine = new Machine({ intervalMs: 5, nvidiaSmi: absent });
  const first: MachineSample[] = [];
  const second: MachineSample[] = [];
  const endFirst = machine.onMetrics((sample) => first.push(sample));
  const endSecond = machine.onMetrics((sample) => second.push(sample));
  await vi.waitFor(() => expect(first.length).toBeGreaterThan(2));
  endFirst();
  const received = first.length;
  const other = second.length;
  await vi.waitFor(() => expect(second.length).toBeGreaterThan(other + 1));
  expect(first).toHaveLength(received);
  endSecond();
  endSecond();
  const all = second.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(second.length).toBeLessThanOrEqual(all + 1); // one may have been on its way
  expect(first.at(-1)!.values["machine/memoryTotal"]).toBeGreaterThan(0);
});

test("a sample is shared while it is fresh", async () => {
  const machine = new Machine({ intervalMs: 60_000, nvidiaSmi: absent });
  const [one, two] = await Promise.all([machine.sample(), machine.sample()]);
  expect(two).toBe(one);
  expect(await machine.sample()).toBe(one);
});

test("a run takes each sample once, and hears warnings when it asks", async () => {
  const warnings: string[] = [];
  const feed = machineFeed({
    intervalMs: 60_000,
    nvidiaSmi: { command: process.execPath }, // which does not know the options
    warn: (message) => warnings.push(message),
  });
  try {
    let taken = {};
    await vi.waitFor(() => {
      taken = feed.take();
      expect(taken).toHaveProperty(["machine/memoryUsed"]);
    });
    expect(feed.take()).toEqual({});
    expect(warnings).toEqual([expect.stringContaining("nvidia-smi failed")]);
  } finally {
    feed.close();
  }
});
