import type { Probe } from "./engine.ts";

/**
 * The child process of `probeInChild`, built to dist/probe-backend.mjs: loads one backend's native code, looks at its device,
 * and prints the probe as the last line of its output.
 */
const inspections = {
  webgpu: async () => (await import("./webgpu/inspect.ts")).inspect(),
  tensorflow: async () => (await import("./tensorflow/inspect.ts")).inspect(),
} satisfies Record<string, () => Promise<Probe>>;
export type IsolatedBackend = keyof typeof inspections;

const probe = await inspections[process.argv[2] as IsolatedBackend]();
// A driver's threads may keep the process alive: it ends once the answer is written.
process.stdout.write(`${JSON.stringify(probe)}\n`, () => process.exit(0));
