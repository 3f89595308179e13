import type { Command } from "commander";
import { addRunnerOptions } from "../client/command-options.ts";
import type { RunnerOptions } from "../client/target.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("stop")
      .summary("stop a run")
      .description(
        "Stops a run: it finishes its step and saves a checkpoint, which is kept. `resume` goes on with it later.",
      )
      .argument("<run>", "the run's id, the end of it, or its name"),
  )
    .option("--json", "print the run as one JSON object")
    .action(async (run: string, options: RunnerOptions & { json?: true }) => {
      const { changeRun } = await import("../client/change-run.ts");
      await changeRun("stop", run, options);
    });
}
