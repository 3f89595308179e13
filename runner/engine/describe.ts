import { table } from "../terminal/table.ts";
import type { Probe } from "./engine.ts";

/** Probes as a table for people: what is there first, then why the rest is not and how to get it. */
export function describeProbes(probes: readonly Probe[]): string {
  const rows = table(
    [
      { title: "backend", value: (probe) => probe.backend },
      { title: "here", value: (probe) => (probe.available ? "yes" : "no") },
      { title: "memory", value: (probe) => memory(probe), align: "right" },
      { title: "device, or why not", value: deviceOrReason },
    ],
    probes,
  );
  const advice = probes.flatMap((probe) => (probe.available ? [] : [`To get ${probe.backend}: ${probe.howToGet}`]));
  return [rows, ...advice].join("\n\n");
}

export function deviceOrReason(probe: Probe): string {
  return probe.available ? [probe.device, ...probe.notes].join("; ") : probe.reason;
}

function memory(probe: Probe): string {
  if (!probe.available || probe.memoryBytes === null) return "";
  return `${(probe.memoryBytes / 1024 ** 3).toFixed(1)} GiB`;
}
