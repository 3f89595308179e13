import type { Command } from "commander";
import type { ChangeOptions } from "../client/change-run.ts";
import { addRunnerOptions } from "../client/command-options.ts";

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
    .action(async (run: string, options: ChangeOptions) => {
      const { changeRun } = await import("../client/change-run.ts");
      await changeRun(run, options, (client, { id }) => client.request("stop", { run: id }));
    });
}
