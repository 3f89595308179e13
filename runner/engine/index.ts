import { UserError } from "../errors.ts";
import { choose } from "./choose.ts";
import type { BackendModule, BackendName, Engine, EngineOptions, Probe } from "./engine.ts";

/** Every backend, in the order in which `auto` prefers them. Nothing of one is loaded before it is probed or created. */
const modules = {
  tensorflow: async () => (await import("./tensorflow.ts")).backend,
  webgpu: async () => (await import("./webgpu.ts")).backend,
  wasm: async () => (await import("./wasm.ts")).backend,
  cpu: async () => (await import("./cpu.ts")).backend,
} satisfies Record<BackendName, () => Promise<BackendModule>>;

export const backendNames = Object.keys(modules) as BackendName[];

/** What this machine has, in the order in which `auto` prefers it. */
export async function probeBackends(): Promise<Probe[]> {
  return Promise.all(backendNames.map(probeBackend));
}

/**
 * Makes a backend ready in this thread, and explains the choice in one sentence. `auto` takes the first that is there and
 * worth it. Throws UserError `backend-unavailable` where the machine lacks the one that was asked for.
 */
export async function createEngine(
  request: "auto" | BackendName,
  options: EngineOptions = {},
): Promise<{ engine: Engine; explanation: string }> {
  if (request !== "auto") {
    const found = await probeBackend(request);
    if (!found.available) throw unavailable(found);
    const engine = await create(request, options);
    return { engine, explanation: `${request} (${engine.device}), as asked for` };
  }
  const { name, passedOver } = choose(await probeBackends());
  const engine = await create(name, options);
  return { engine, explanation: [`${name} (${engine.device}) is the fastest here`, ...passedOver].join("; ") };
}

/** What this machine has of one backend. */
export async function probeBackend(name: BackendName): Promise<Probe> {
  return (await modules[name]()).probe();
}

async function create(name: BackendName, options: EngineOptions): Promise<Engine> {
  return (await modules[name]()).create(options);
}

function unavailable(found: Extract<Probe, { available: false }>): UserError {
  return new UserError(
    "backend-unavailable",
    `the backend ${found.backend} cannot be used on this machine: ${found.reason}. ${found.howToGet}`,
  );
}
