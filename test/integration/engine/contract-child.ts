import type { BackendName } from "../../../runner/engine/engine.ts";
import { createEngine } from "../../../runner/engine/index.ts";
import { contract } from "./contract.ts";

/** Runs the contract on one backend in a process of its own and prints what became of each case, as JSON. */
const { engine } = await createEngine(process.argv[2] as BackendName);
const failures: Record<string, string | null> = {};
for (const { name, run } of contract) {
  failures[name] = await run(engine).then(
    () => null,
    (error: unknown) => String(error),
  );
}
await engine.dispose();
process.stdout.write(`${JSON.stringify({ device: engine.device, failures })}\n`, () => process.exit(0));
