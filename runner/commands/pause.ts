import type { Command } from "commander";
import { addRunnerOptions } from "../client/command-options.ts";
import type { RunnerOptions } from "../client/target.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("pause")
      .summary("pause a run")
      .description(
        "Pauses a run: it finishes its step, saves a checkpoint and frees the device. It goes on with `resume`.",
      )
      .argument("<run>", "the run's id, the end of it, or its name"),
  )
    .option("--json", "print the run as one JSON object")
    .action(async (run: string, options: RunnerOptions & { json?: true }) => {
      const { changeRun } = await import("../client/change-run.ts");
      await changeRun("pause", run, options);
    });
}
