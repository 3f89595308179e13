import type { Command } from "commander";
import { addRunnerOptions, withRunner } from "../client/command-options.ts";
import type { RunnerOptions } from "../client/target.ts";

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("runs")
      .summary("list the runs of a runner")
      .description("Lists the runs of a runner: pinned ones first, then the newest."),
  )
    .option("--json", "print one JSON array, with everything that is known of each run")
    .addHelpText(
      "after",
      `
Examples:
  recipe-lab runs
  recipe-lab runs --runner https://gpu-box:7733 --token-file gpu-box.token --ca gpu-box.pem`,
    )
    .action(async (options: RunnerOptions & { json?: true }) => {
      const { writeLines } = await import("../terminal/write-lines.ts");
      const { runsTable, inListOrder } = await import("../terminal/runs-table.ts");
      const { runs } = await withRunner(options, (client) => client.request("list", {}));
      const ordered = inListOrder(runs);
      if (options.json) await writeLines(process.stdout, [JSON.stringify(ordered, null, 2)]);
      else if (runs.length === 0) console.error("No runs yet. recipe-lab submit FILE starts one.");
      else await writeLines(process.stdout, [runsTable(ordered)]);
    });
}
