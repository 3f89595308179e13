import { deviceOrReason } from "../engine/describe.ts";
import { probeBackends } from "../engine/index.ts";
import type { Check } from "./check.ts";

/** wasm is what training falls back to, so it must be there; the others are a gain. */
export async function checkBackends(): Promise<Check[]> {
  return (await probeBackends()).map((probe) => ({
    id: `backend-${probe.backend}`,
    title: `backend ${probe.backend}`,
    ok: probe.available,
    essential: probe.backend === "wasm",
    found: deviceOrReason(probe),
    advice: probe.available ? null : probe.howToGet,
  }));
}
