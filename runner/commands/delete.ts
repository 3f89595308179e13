import type { Command } from "commander";
import { addRunnerOptions, withRunner } from "../client/command-options.ts";
import type { RunnerOptions } from "../client/target.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("delete")
      .summary("move a run to the runner's trash folder")
      .description(
        "Moves a run that does not train to the runner's trash folder, from where `restore` brings it back. Nothing empties that folder but you.",
      )
      .argument("<run>", "the run's id, the end of it, or its name"),
  ).action(async (reference: string, options: RunnerOptions) => {
    const { findRun } = await import("../client/find-run.ts");
    const { printable } = await import("../terminal/style.ts");
    const { id, name, trashedTo } = await withRunner(options, async (client) => {
      const run = await findRun(client, reference);
      return { ...run, ...(await client.request("delete", { run: run.id })) };
    });
    console.error(
      `${printable(name)} is in ${printable(trashedTo)} on the runner. \`recipe-lab restore ${id}\` brings it back.`,
    );
    console.log(id);
  });
}
