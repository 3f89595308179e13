import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../../../runner/machine/machine.ts";
import { createMetricsText } from "../../../runner/server/prometheus.ts";
import { metricNamed } from "../../../shared/metrics.ts";
import { MemoryRunService } from "../../support/memory-run-service.ts";
import { readPrometheusText } from "../../support/prometheus-text.ts";
import { http, startTestRunner, type TestRunner } from "../../support/test-runner.ts";

let folder: string;
let runner: TestRunner;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "metrics-"));
  const command = join(folder, "nvidia-smi");
  const answer = "0, GPU-1, NVIDIA H100, 75, 1024, 81559, 55, [N/A]";
  writeFileSync(command, `#!/bin/sh\necho >> "$0.asked"\necho "${answer}"\n`);
  chmodSync(command, 0o755);
  const machine = new Machine({ intervalMs: 50, nvidiaSmi: { command } });
  const service = new MemoryRunService();
  runner = await startTestRunner({
    service,
    machine,
    metrics: createMetricsText({ runs: () => service.list(), machine }),
  });
});
afterAll(async () => {
  await runner.close();
  rmSync(folder, { recursive: true, force: true });
});

async function page() {
  const { status, headers, body } = await http(runner.server.port, {
    path: "/metrics",
    headers: { Host: "localhost", Authorization: `Bearer ${runner.token}` },
  });
  expect(status).toBe(200);
  expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  return { body, families: readPrometheusText(body) };
}

test("the page has the runs, the machine and those who are connected, and not the token", async () => {
  runner.service.add("r", { latest: { "train/loss": 2 } });
  const client = await runner.connect();
  await client.request("subscribe", { run: "r" });
  const { body, families } = await page();
  const value = (name: string) => families.get(name)?.samples[0]?.value;
  expect(value("recipe_lab_run_train_loss")).toBe(2);
  expect(value("recipe_lab_gpu_use_ratio")).toBe(0.75);
  expect(families.get("recipe_lab_gpu_info")!.samples[0]!.labels.name).toBe("NVIDIA H100");
  expect(value("recipe_lab_gpu_power_watts")).toBeUndefined();
  expect(value("recipe_lab_machine_memory_total_bytes")).toBeGreaterThan(2 ** 20);
  expect([value("recipe_lab_connections"), value("recipe_lab_subscriptions")]).toEqual([1, 1]);
  expect(body).not.toContain(runner.token);
  client.close();
  await client.closed;
  await expect.poll(async () => (await page()).families.get("recipe_lab_connections")!.samples[0]!.value).toBe(0);
});

test("clients that ask for it get the machine's figures, all of the list", async () => {
  const client = await runner.connect({ topics: ["machine"] });
  const { time, values } = await new Promise<{ time: number; values: Record<string, number> }>((resolve) =>
    client.on("machine/metrics", resolve),
  );
  expect(Math.abs(Date.now() - time)).toBeLessThan(60_000);
  expect(values["gpu0/memoryUsed"]).toBe(2 ** 30);
  expect(Object.keys(values).filter((key) => metricNamed(key) === undefined)).toEqual([]);
  client.close();
});

test("nvidia-smi is asked only while somebody wants to know", async () => {
  const asked = () => statSync(join(folder, "nvidia-smi.asked"), { throwIfNoEntry: false })?.size ?? 0;
  const settled = async () => {
    for (let before = -1; before !== asked(); ) {
      before = asked();
      await setTimeout(500); // ten times its turn
    }
    return asked();
  };
  const quiet = await settled();
  const other = await runner.connect({ topics: ["runs"] });
  expect(await settled()).toBe(quiet);
  const client = await runner.connect({ topics: ["machine"] });
  await expect.poll(asked, { timeout: 20_000 }).toBeGreaterThan(quiet + 2);
  client.close();
  const after = await settled();
  await page();
  expect(asked()).toBe(after + 1);
  other.close();
});
