import { expect, test } from "vitest";
import type { MachineIdentity } from "../../../runner/machine/machine.ts";
import { createMetricsText } from "../../../runner/server/prometheus.ts";
import { gpuMetrics, metrics } from "../../../shared/metrics.ts";
import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { MemoryRunService } from "../../support/memory-run-service.ts";
import { readPrometheusText } from "../../support/prometheus-text.ts";

const idle = { connections: 0, subscriptions: 0, waitingBytes: 0 };

function page(values: Record<string, number> = {}) {
  const service = new MemoryRunService();
  const sample = { time: 0, values };
  const identity: MachineIdentity = {
    host: "box",
    system: "linux 6.1 x64",
    processor: 'The "fast" one',
    threads: 8,
    memoryBytes: 1,
    gpus: [{ index: 0, name: "NVIDIA H100", uuid: "GPU-1", memoryBytes: null }],
  };
  const machine = { sample: async () => sample, identity: () => identity };
  const text = createMetricsText({ runs: () => service.list(), machine });
  return {
    service,
    sample,
    identity,
    add: (id: string, summary: Partial<RunSummary>) => service.add(id, summary),
    read: async (load = idle) => readPrometheusText((await text(load)).text),
    text,
  };
}

test("the reader refuses what the format does not allow", () => {
  const head = "# HELP a b\n# TYPE a gauge\n";
  expect(readPrometheusText(`${head}a{x="1\\n\\"\\\\"} 2.5e3\n`).get("a")).toEqual({
    type: "gauge",
    help: "b",
    samples: [{ name: "a", labels: { x: '1\n"\\' }, value: 2500 }],
  });
  for (const wrong of [
    `${head}a 1`,
    `${head}a 1\na 2\n`,
    `${head}b 1\n`,
    `${head}a{x="\n"} 1\n`,
    `${head}a{x="\\t"} 1\n`,
    `${head}a{x="1",x="2"} 1\n`,
    `${head}a one\n`,
    `${head}a\n`,
    `a 1\n${head}`,
    `${head}# TYPE a gauge\na 1\n`,
  ]) {
    expect(() => readPrometheusText(wrong), wrong).toThrow();
  }
});

test("runs by state, the queue, and the figures of those that run", async () => {
  const { add, read } = page();
  add("one", {
    name: "ResNet",
    backend: "wasm",
    device: "CPU",
    step: 120,
    totalSteps: 1000,
    epoch: 3,
    secondsLeft: 66,
    latest: { "train/loss": 0.5, "validation/top1": 0.75, learningRate: 0.1, imagesPerSecond: 300, "machine/load": 9 },
  });
  add("two", { state: "queued", queuePosition: 1, latest: { "train/loss": 7 } });
  add("three", { state: "queued", queuePosition: 2 });
  add("four", { state: "completed", latest: { "train/loss": 0.1 } });
  const families = await read();
  const samples = (name: string) => families.get(name)?.samples.map(({ labels, value }) => [labels, value]);
  expect(samples("recipe_lab_runs")).toEqual([
    [{ state: "queued" }, 2],
    [{ state: "preparing" }, 0],
    [{ state: "running" }, 1],
    [{ state: "paused" }, 0],
    [{ state: "completed" }, 1],
    [{ state: "failed" }, 0],
    [{ state: "stopped" }, 0],
    [{ state: "interrupted" }, 0],
  ]);
  expect(samples("recipe_lab_queue_length")).toEqual([[{}, 2]]);
  expect(samples("recipe_lab_run_info")).toEqual([[{ run: "one", name: "ResNet", backend: "wasm", device: "CPU" }, 1]]);
  const run = { run: "one" };
  expect(samples("recipe_lab_run_step")).toEqual([[run, 120]]);
  expect(samples("recipe_lab_run_total_steps")).toEqual([[run, 1000]]);
  expect(samples("recipe_lab_run_epoch")).toEqual([[run, 3]]);
  expect(samples("recipe_lab_run_left_seconds")).toEqual([[run, 66]]);
  expect(samples("recipe_lab_run_train_loss")).toEqual([[run, 0.5]]);
  expect(samples("recipe_lab_run_validation_top1_ratio")).toEqual([[run, 0.75]]);
  expect(samples("recipe_lab_run_images_per_second")).toEqual([[run, 300]]);
  expect(samples("recipe_lab_run_learning_rate")).toEqual([[run, 0.1]]);
});

test("a run that ends, and a figure that is not known any more, leave the page", async () => {
  const { service, add, sample, read } = page({ "machine/processor": 0.5, "gpu0/use": 0.9, "gpu1/use": 0.1 });
  add("one", { step: 5, latest: { "train/loss": 1 } });
  const before = await read();
  expect(before.get("recipe_lab_machine_processor_ratio")!.samples).toHaveLength(1);
  expect(before.get("recipe_lab_gpu_use_ratio")!.samples.map(({ labels, value }) => [labels.gpu, value])).toEqual([
    ["0", 0.9],
    ["1", 0.1],
  ]);
  service.append("one", { type: "state", state: "completed" });
  sample.values = { "machine/load": 1 };
  const after = await read();
  for (const name of ["recipe_lab_machine_processor_ratio", "recipe_lab_gpu_use_ratio", "recipe_lab_run_train_loss"]) {
    expect(after.get(name)!.samples, name).toEqual([]);
  }
  expect(after.get("recipe_lab_machine_load")!.samples).toMatchObject([{ value: 1 }]);
});

test("which machine it is, and which GPUs it has now", async () => {
  const { identity, read } = page();
  const labels = async (name: string) => (await read()).get(name)!.samples.map((sample) => sample.labels);
  expect(await labels("recipe_lab_machine_info")).toEqual([
    { host: "box", system: "linux 6.1 x64", processor: 'The "fast" one', threads: "8" },
  ]);
  expect(await labels("recipe_lab_gpu_info")).toEqual([{ gpu: "0", name: "NVIDIA H100", uuid: "GPU-1" }]);
  identity.gpus = [];
  expect(await labels("recipe_lab_gpu_info")).toEqual([]);
});

test("clients and the server's process", async () => {
  const { read } = page();
  const families = await read({ connections: 3, subscriptions: 5, waitingBytes: 1024 });
  expect(families.get("recipe_lab_connections")!.samples).toMatchObject([{ value: 3 }]);
  expect(families.get("recipe_lab_subscriptions")!.samples).toMatchObject([{ value: 5 }]);
  expect(families.get("recipe_lab_waiting_bytes")!.samples).toMatchObject([{ value: 1024 }]);
  expect(families.get("process_resident_memory_bytes")!.samples[0]!.value).toBeGreaterThan(2 ** 20);
  expect(families.get("process_cpu_seconds_total")!.type).toBe("counter");
});

test.each([
  'quotes " and \\ and',
  "line\nfeed",
  'end"} 1\nrecipe_lab_runs{state="x',
  "\u202Eright to left \u0000 \u001b[31m",
])("a run called %j stays inside its label", async (name) => {
  const { add, read } = page();
  add("one", { name });
  expect((await read()).get("recipe_lab_run_info")!.samples).toMatchObject([{ labels: { run: "one", name } }]);
});

test("however many runs there are, the page stays small", async () => {
  const { add, text, read } = page();
  for (let run = 0; run < 1000; run++) add(`run-${run}`, { latest: { "train/loss": run } });
  const families = await read();
  expect(families.get("recipe_lab_runs")!.samples).toContainEqual(
    expect.objectContaining({ labels: { state: "running" }, value: 1000 }),
  );
  expect(families.get("recipe_lab_run_train_loss")!.samples).toHaveLength(50);
  expect((await text(idle)).text.length).toBeLessThan(100_000);
});

test("every metric of the list has its gauge, and every gauge of ours a text of help", async () => {
  const families = await page().read();
  const ours = [...families].filter(([name]) => name.startsWith("recipe_lab_"));
  for (const [name, { type, help }] of ours) expect([name, type, help.length > 5]).toEqual([name, "gauge", true]);
  const helps = ours.map(([, { help }]) => help.replace(/, 0 to 1$/, ""));
  for (const [key, { label }] of Object.entries(metrics)) {
    if (key !== "machine/processMemory") expect(helps).toContain(label.en);
  }
  for (const { label } of Object.values(gpuMetrics)) expect(helps).toContain(`GPU ${label.en}`);
});
