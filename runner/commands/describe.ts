import type { Command } from "commander";
import { addRunnerOptions, withRunner } from "../client/command-options.ts";
import type { RunnerOptions } from "../client/target.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("describe")
      .summary("what a runner is: machine, devices, backends")
      .description(
        "Says what a runner is: its machine, the devices and the runs on them, its backends and precisions, and the folders that recipes may read in.",
      ),
  )
    .option("--json", "print one JSON object")
    .action(async (options: RunnerOptions & { json?: true }) => {
      const { runnerReport } = await import("../terminal/runner-report.ts");
      const described = await withRunner(options, (client) => client.request("describe", {}));
      console.log(options.json ? JSON.stringify(described, null, 2) : runnerReport(described));
    });
}
