import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Contender } from "../rounds.ts";

/** Multiplications and additions of one round, over all threads. */
const operations = 2e8;

/** Computes in registers, and touches neither files nor memory: what it gains by a second thread no other work can exceed. */
const program = `
  const { parentPort } = require("node:worker_threads");
  parentPort.on("message", (count) => {
    let value = 1;
    for (let step = 0; step < count; step++) value = value * 0.9999999 + 1e-7;
    parentPort.postMessage(value);
  });
`;

/** Threads that only compute, and share nothing: how many processor cores there were to have while the others were measured. */
export function computingThreads(name: string, threads: number): Contender {
  const workers = Array.from({ length: threads }, () => new Worker(program, { eval: true }));
  return {
    name,
    async round() {
      const started = performance.now();
      await Promise.all(
        workers.map((worker) => {
          const done = once(worker, "message");
          worker.postMessage(operations / threads);
          return done;
        }),
      );
      return (performance.now() - started) / 1000;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
