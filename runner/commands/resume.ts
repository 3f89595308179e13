import type { Command } from "commander";
import type { ChangeOptions } from "../client/change-run.ts";
import { addRunnerOptions } from "../client/command-options.ts";
import { wholeNumber } from "./option-values.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("resume")
      .summary("go on with a run")
      .description(
        "Goes on with a paused, stopped, interrupted or failed run from its last checkpoint, as soon as the queue lets it; with --step from an earlier one, also where the run is complete.",
      )
      .argument("<run>", "the run's id, the end of it, or its name"),
  )
    .option(
      "--step <n>",
      "go on from the checkpoint of this step: what came after it counts no more, and later checkpoints are set aside",
      wholeNumber(1),
    )
    .option("--json", "print the run as one JSON object")
    .addHelpText(
      "after",
      `
Which checkpoints there are, a wrong --step tells.

Examples:
  recipe-lab resume 3f9a1c
  recipe-lab resume 3f9a1c --step 1200`,
    )
    .action(async (run: string, options: ChangeOptions & { step?: number }) => {
      const { changeRun } = await import("../client/change-run.ts");
      const step = options.step === undefined ? {} : { step: options.step };
      await changeRun(run, options, (client, { id }) => client.request("resume", { run: id, ...step }));
    });
}
