import type { BackendName, Probe } from "./engine.ts";

/**
 * The backend that `auto` takes: the first that is there and worth it. `passedOver` says of each one before it why not.
 * Probes are in the order of preference, and one of them is available (`cpu` always is).
 */
export function choose(probes: readonly Probe[]): { name: BackendName; passedOver: string[] } {
  const objections = probes.map(objectionTo);
  const chosen = objections.indexOf(null);
  const passedOver = probes.slice(0, chosen).map(({ backend }, index) => `not ${backend}: ${objections[index]}`);
  return { name: probes[chosen]!.backend, passedOver };
}

function objectionTo(probe: Probe): string | null {
  if (!probe.available) return probe.reason;
  if (probe.software) return `${probe.device} plays a GPU on the processor, which is slower than wasm`;
  return null;
}
