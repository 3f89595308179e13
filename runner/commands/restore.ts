import type { Command } from "commander";
import type { ChangeOptions } from "../client/change-run.ts";
import { addRunnerOptions, withRunner } from "../client/command-options.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("restore")
      .summary("bring a deleted run back")
      .description("Brings a run back from the runner's trash folder, as it was when it was deleted.")
      .argument("<run>", "the run's whole id, as `delete` printed it"),
  )
    .option("--json", "print the run as one JSON object")
    .action(async (run: string, options: ChangeOptions) => {
      const { printChanged } = await import("../client/change-run.ts");
      const restored = await withRunner(options, (client) => client.request("restore", { run }));
      printChanged(restored.run, options);
    });
}
