import { choose } from "../../../engine/choose.ts";
import type { Probe } from "../../../engine/engine.ts";
import { askChild } from "../ask-child.ts";

/** Longer than the probes themselves may take. */
const timeLimitMs = 150_000;

export interface BackendsHere {
  probes: readonly Probe[];
  /** The backend that a run takes which names none. */
  chosen: Extract<Probe, { available: true }>;
  explanation: string;
}

export interface BackendLook {
  look(): Promise<BackendsHere>;
}

/** What this machine has. A child process looks, because native libraries crash; the answer is kept. */
export class BackendWatch implements BackendLook {
  #looking: Promise<BackendsHere> | null = null;

  look(): Promise<BackendsHere> {
    this.#looking ??= look().catch((error: unknown) => {
      this.#looking = null; // the next who asks may have more luck
      throw error;
    });
    return this.#looking;
  }
}

async function look(): Promise<BackendsHere> {
  const probes = (await askChild({
    script: "recipe-lab.mjs",
    arguments: ["backends", "--json"],
    question: null,
    timeLimitMs,
    purpose: "looks for backends",
  })) as Probe[];
  const { name, passedOver } = choose(probes);
  const chosen = probes.find(({ backend }) => backend === name);
  if (chosen?.available !== true) throw new Error(`the backend ${name} was chosen and is not here`);
  return { probes, chosen, explanation: [`${name} (${chosen.device}) is the fastest here`, ...passedOver].join("; ") };
}
