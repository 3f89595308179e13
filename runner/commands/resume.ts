import type { Command } from "commander";
import { addRunnerOptions } from "../client/command-options.ts";
import type { RunnerOptions } from "../client/target.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("resume")
      .summary("go on with a run")
      .description(
        "Goes on with a paused, stopped, interrupted or failed run from its last checkpoint, as soon as the queue lets it.",
      )
      .argument("<run>", "the run's id, the end of it, or its name"),
  )
    .option("--json", "print the run as one JSON object")
    .action(async (run: string, options: RunnerOptions & { json?: true }) => {
      const { changeRun } = await import("../client/change-run.ts");
      await changeRun("resume", run, options);
    });
}
