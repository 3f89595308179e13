import type { Command } from "commander";
import { wholeNumber } from "../option-values.ts";

interface BenchServeOptions {
  subscribers: number;
  events: number;
  seconds: number;
  stalled: number;
  steps: number;
  rounds: number;
  json?: boolean;
}

export function registerBenchServe(bench: Command): void {
  bench
    .command("serve")
    .summary("a runner with many clients")
    .description(
      "Starts a runner on loopback with a run that is written at a steady rate, and clients that follow it, each in a process " +
        "of its own. Measures how long a record takes from the journal to a client, how fast all clients are back when all " +
        "connections are cut at once, what clients that stop reading cost in memory, and what all clients cost a training step on " +
        "the same machine.",
    )
    .option("--subscribers <n>", "clients that follow the run", wholeNumber(1, 1_900), 1_000)
    .option("--events <n>", "records a second", wholeNumber(1, 1_000), 50)
    .option("--seconds <n>", "how long to measure", wholeNumber(1, 600), 10)
    .option("--stalled <n>", "clients that stop reading", wholeNumber(1, 1_900), 100)
    .option("--steps <n>", "steps of a round of the training beside it", wholeNumber(1, 1_000), 12)
    .option("--rounds <n>", "rounds of this training with the clients, and as many without", wholeNumber(1, 100), 5)
    .option("--json", "figures, machine and versions as JSON, for programs")
    .action(async ({ json, events, ...options }: BenchServeOptions) => {
      const { benchServe } = await import("../../bench/serve/bench-serve.ts");
      const { describeServeBench } = await import("../../bench/serve/describe.ts");
      const report = await benchServe({ ...options, eventsPerSecond: events }, (message) => console.error(message));
      console.log(json ? JSON.stringify(report, null, 2) : describeServeBench(report));
    });
}
