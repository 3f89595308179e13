import type { Command } from "commander";
import type { ChangeOptions } from "../client/change-run.ts";
import { addRunnerOptions } from "../client/command-options.ts";

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
    .action(async (run: string, options: ChangeOptions) => {
      const { changeRun } = await import("../client/change-run.ts");
      await changeRun(run, options, (client, { id }) => client.request("pause", { run: id }));
    });
}
