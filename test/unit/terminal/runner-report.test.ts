import { expect, test } from "vitest";
import { runnerReport } from "../../../runner/terminal/runner-report.ts";

test("a runner in words: its machine, devices and backends, whatever it is called", () => {
  const gigabyte = 2 ** 30;
  const report = runnerReport({
    ...{ host: "gpu\u001b[31mbox", version: "0.1.0", system: "linux 6.1.0 x64", processor: "EPYC", processors: 16 },
    ...{ memoryBytes: 128 * gigabyte, memoryUsedBytes: 8 * gigabyte, backend: "tensorflow", queued: 2, running: 1 },
    ...{ explanation: "tensorflow (CUDA) is the fastest here", runsPerDevice: 1, dataRoots: ["/data"] },
    devices: [
      { id: "gpu:0", name: "H100", memoryBytes: 80 * gigabyte, memoryUsedBytes: 71 * gigabyte, use: 0.97, runs: ["a"] },
      { id: "gpu:1", name: "H100", memoryBytes: null, memoryUsedBytes: null, use: null, runs: [] },
    ],
    backends: [
      {
        ...{ name: "tensorflow", available: true, device: "CUDA", software: false, memoryBytes: null, workers: 1 },
        ...{ precisions: ["float32"], notes: [] },
      },
      { name: "webgpu", available: false, reason: "no driver", howToGet: "install one" },
    ],
  });
  expect(report).toBe(`runner    gpu\\u001b[31mbox, version 0.1.0, linux 6.1.0 x64
machine   EPYC, 16 processors, 8.0/128.0 GiB of memory
runs      1 at work, 2 waiting; 1 at a time on a device
backend   tensorflow (CUDA) is the fastest here
data      /data

device  name  memory GiB  use %  runs
gpu:0   H100   71.0/80.0     97  a
gpu:1   H100           –      –  –

backend     here  precisions  device, or why not
tensorflow  yes   float32     CUDA
webgpu      no                no driver`);
});
