import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../../../runner/machine/machine.ts";
import type { RunService } from "../../../runner/runs/run-service.ts";
import type { BackendsHere } from "../../../runner/runs/service/devices/backends-here.ts";
import { openService, processOf, submission, summaryOf, untilState } from "../../support/service.ts";
import { type SmallRun, smallRun } from "../../support/small-run.ts";

/** A machine with two GPUs, as its driver would tell; the runs are real processes, on the processor. */

let place: SmallRun;
beforeAll(async () => {
  place = await smallRun();
  const nvidiaSmi = join(place.folder, "nvidia-smi");
  writeFileSync(
    nvidiaSmi,
    "#!/bin/sh\necho '0, GPU-aaaa-0, Test GPU, 50, 1000, 8000, 40, 100'\necho '1, GPU-bbbb-1, Test GPU, 0, 2, 8000, 30, 20'\n",
  );
  chmodSync(nvidiaSmi, 0o755);
});
afterAll(() => place.remove());

const probe: BackendsHere["chosen"] = {
  ...({ backend: "wasm", available: true, device: "CUDA, played by wasm", software: false } as const),
  ...{ memoryBytes: null, notes: [] },
};
const only = (chosen = probe): BackendsHere => ({ probes: [chosen], chosen, explanation: "it is the only one" });

const open = async (
  name: string,
  runsPerDevice = 1,
  chosen = probe,
): Promise<{ here: SmallRun; service: RunService }> => {
  const here = { ...place, runs: join(place.folder, name) };
  const service = await openService(here, {
    backend: undefined,
    runsPerDevice,
    machine: new Machine({ nvidiaSmi: { command: join(place.folder, "nvidia-smi") } }),
    backends: { look: async () => only(chosen) },
  });
  return { here, service };
};
const long = { training: { epochs: 500 } };
const visibleTo = (here: SmallRun, run: string) =>
  readFileSync(`/proc/${processOf(here, run)}/environ`, "utf8")
    .split("\0")
    .find((entry) => entry.startsWith("CUDA_VISIBLE_DEVICES="));

test("a plan knows the devices that its run would get", async () => {
  const { here, service } = await open("plan");
  const { plan, problems } = await service.plan(submission(here, { training: { devices: 2 } }).recipe);
  expect([plan === null, problems]).toEqual([false, []]);
  await service.close();
  const small = await open("plan", 1, { ...probe, backend: "webgpu", device: "a GPU", memoryBytes: 2 ** 20 });
  const two = await small.service.plan(submission(here, { training: { devices: 2 } }).recipe);
  expect(two.problems).toMatchObject([{ code: "too-many-devices", severity: "error" }]);
  await small.service.close();
});

test.runIf(existsSync("/proc/self/environ"))(
  "a run on each device; a pause frees the device for the next in the queue",
  async () => {
    const { here, service } = await open("devices");
    const submit = async () => (await service.submit(submission(here, long))).id;
    const [a, b, c] = [await submit(), await submit(), await submit()];
    await untilState(service, a, "running");
    await untilState(service, b, "running");
    expect(visibleTo(here, a)).toBe("CUDA_VISIBLE_DEVICES=GPU-aaaa-0");
    expect(visibleTo(here, b)).toBe("CUDA_VISIBLE_DEVICES=GPU-bbbb-1");
    expect(summaryOf(service, c)).toMatchObject({ state: "queued", queuePosition: 1 });

    const described = await service.describe();
    expect(described).toMatchObject({ backend: "wasm", runsPerDevice: 1, running: 2, queued: 1 });
    expect(described.devices).toEqual([
      ...[
        {
          id: "gpu:0",
          name: "Test GPU",
          memoryBytes: 8000 * 2 ** 20,
          memoryUsedBytes: 1000 * 2 ** 20,
          use: 0.5,
          runs: [a],
        },
      ],
      ...[
        { id: "gpu:1", name: "Test GPU", memoryBytes: 8000 * 2 ** 20, memoryUsedBytes: 2 * 2 ** 20, use: 0, runs: [b] },
      ],
    ]);

    await service.pause(b);
    await untilState(service, b, "paused");
    await untilState(service, c, "running");
    expect(visibleTo(here, c)).toBe("CUDA_VISIBLE_DEVICES=GPU-bbbb-1");
    await service.resume(b);
    expect(summaryOf(service, b)).toMatchObject({ state: "queued" });

    // The next service knows which device each run has, and gives none away that is taken.
    await service.close();
    const next = (await open("devices")).service;
    expect((await next.describe()).devices.map(({ runs }) => runs)).toEqual([[a], [c]]);
    expect(summaryOf(next, b).state).toBe("queued");
    await next.stop(a);
    await untilState(next, b, "running");
    expect(visibleTo(here, b)).toBe("CUDA_VISIBLE_DEVICES=GPU-aaaa-0");
    for (const id of [b, c]) await next.stop(id);
    for (const id of [b, c]) await untilState(next, id, "stopped");
  },
);

test("two runs on each device, where the runner is told so; the emptier one first", async () => {
  const { here, service: queueing } = await open("pairs", 0);
  const ids: string[] = [];
  for (let count = 0; count < 5; count++) ids.push((await queueing.submit(submission(here, long))).id);
  await queueing.close();
  const { service } = await open("pairs", 2);
  const last = ids.pop()!;
  for (const id of ids) await untilState(service, id, "running");
  const [a, b, c, d] = ids;
  const onDevices = (await service.describe()).devices.map(({ runs }) => new Set(runs));
  expect(onDevices).toEqual([new Set([a, c]), new Set([b, d])]);
  expect(summaryOf(service, last)).toMatchObject({ state: "queued", queuePosition: 1 });
  for (const id of [last, ...ids]) await service.stop(id);
  for (const id of ids) await untilState(service, id, "stopped");
});

test("where the devices cannot be found out, the machine counts as one, and says so", async () => {
  const here = { ...place, runs: join(place.folder, "unknown") };
  const said: string[] = [];
  const service = await openService(here, {
    backend: undefined,
    report: (message) => said.push(message),
    backends: { look: () => Promise.reject(new Error("the probe crashed")) },
  });
  const { id } = await service.submit(submission(here, { training: { epochs: 1 } }));
  await untilState(service, id, "completed");
  expect(said.join()).toContain("the probe crashed");
});
