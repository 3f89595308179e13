import type { Command } from "commander";
import { addRunnerOptions } from "../client/command-options.ts";
import type { RunnerOptions } from "../client/target.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("watch")
      .summary("watch a run")
      .description(
        "Shows the progress of a run as if it trained here, from its beginning until it is over. A lost connection or a restart of the runner is waited out, and nothing is missed.",
      )
      .argument("<run>", "the run's id, the end of it, or its name"),
  )
    .addHelpText(
      "after",
      `
Ctrl-C leaves; the run goes on.

Exit code: 0 the run completed, 1 it failed or was stopped, or you left, 2 there is no such run or runner.`,
    )
    .action(async (reference: string, options: RunnerOptions) => {
      const { runnerTarget } = await import("../client/target.ts");
      const { connectRunner } = await import("../client/connect.ts");
      const { findRun } = await import("../client/find-run.ts");
      const { watchRun } = await import("../client/watch-run.ts");
      const target = runnerTarget(options);
      const client = await connectRunner(target);
      try {
        const { id } = await findRun(client, reference);
        await watchRun(target, client, id);
      } finally {
        client.close();
      }
    });
}
