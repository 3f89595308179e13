import { createInterface } from "node:readline";
import { createEngine } from "../../engine/index.ts";
import { prepareSteps, startThreads, WARM_UP_STEPS } from "./steps.ts";
import type { Workload } from "./workload.ts";

/**
 * Our side of `bench train`, in a process of its own so that its memory is its own. Argument: the workload as JSON. Prints its
 * versions as JSON, then, for each line that it reads, the seconds of a round.
 */
const workload = JSON.parse(process.argv[2]!) as Workload;
const { engine } = await createEngine("wasm");
const { step, close } =
  workload.threads > 1
    ? await startThreads(workload, engine)
    : { step: prepareSteps(workload, engine), close: async () => {} };
for (let index = 0; index < WARM_UP_STEPS; index++) await step();
console.log(JSON.stringify(engine.versions));
for await (const _ of createInterface({ input: process.stdin })) {
  const started = performance.now();
  for (let index = 0; index < workload.stepsPerRound; index++) await step();
  console.log((performance.now() - started) / 1000);
}
await close();
