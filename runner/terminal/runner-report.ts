import { count } from "../../shared/count.ts";
import type { RunnerDescription } from "../../shared/protocol/runner-description.ts";
import { printable } from "./style.ts";
import { table } from "./table.ts";

type Device = RunnerDescription["devices"][number];
type Backend = RunnerDescription["backends"][number];

const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
const ofMemory = (used: number | null, all: number | null) =>
  all === null ? "–" : `${used === null ? "" : `${gibibytes(used)}/`}${gibibytes(all)}`;

/** What `describe` prints: the machine, its devices and backends, and what it may read. */
export function runnerReport(runner: RunnerDescription): string {
  const { host, version, system, processor, processors, memoryUsedBytes, memoryBytes, running, queued } = runner;
  const memory = `${ofMemory(memoryUsedBytes, memoryBytes)} GiB of memory`;
  return [
    [
      `runner    ${printable(host)}, version ${version}, ${system}`,
      `machine   ${processor}, ${count(processors, "processor")}, ${memory}`,
      `runs      ${running} at work, ${queued} waiting; ${runner.runsPerDevice} at a time on a device`,
      `backend   ${printable(runner.explanation)}`,
      `data      ${runner.dataRoots.map((root) => printable(root)).join(", ") || "no folder"}`,
    ].join("\n"),
    table<Device>(
      [
        { title: "device", value: ({ id }) => id },
        { title: "name", value: ({ name }) => printable(name) },
        { title: "memory GiB", value: (one) => ofMemory(one.memoryUsedBytes, one.memoryBytes), align: "right" },
        { title: "use %", value: ({ use }) => (use === null ? "–" : (use * 100).toFixed(0)), align: "right" },
        { title: "runs", value: ({ runs }) => runs.map((run) => printable(run)).join(", ") || "–" },
      ],
      runner.devices,
    ),
    table<Backend>(
      [
        { title: "backend", value: ({ name }) => name },
        { title: "here", value: ({ available }) => (available ? "yes" : "no") },
        { title: "precisions", value: (one) => (one.available ? one.precisions.join(", ") : "") },
        { title: "device, or why not", value: (one) => printable(one.available ? one.device : one.reason) },
      ],
      runner.backends,
    ),
  ].join("\n\n");
}
