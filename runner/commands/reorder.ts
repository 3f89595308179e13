import type { Command } from "commander";
import type { ChangeOptions } from "../client/change-run.ts";
import { addRunnerOptions } from "../client/command-options.ts";
import { wholeNumber } from "./option-values.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("reorder")
      .summary("move a run in the queue")
      .description("Moves a run that waits to another place in the runner's queue.")
      .argument("<run>", "the run's id, the end of it, or its name")
      .argument("<position>", "where to: 1 is next; beyond the end is the end", wholeNumber(1)),
  )
    .option("--json", "print the run as one JSON object")
    .action(async (run: string, to: number, options: ChangeOptions) => {
      const { changeRun } = await import("../client/change-run.ts");
      await changeRun(run, options, (client, { id }) => client.request("reorder", { run: id, position: to }));
    });
}
