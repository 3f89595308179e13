import type { Command } from "commander";
import { addRunnerOptions } from "../client/command-options.ts";
import type { RunnerOptions } from "../client/target.ts";
import { collect } from "./option-values.ts";

interface Options extends RunnerOptions {
  set?: string[];
  name?: string;
  tag?: string[];
  watch?: true;
  json?: true;
}

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("submit")
      .summary("queue a recipe on a runner")
      .description(
        "Checks a recipe here and then on the runner, against its data, and queues it there. Paths of data in it are those of the runner: relative to one of its data folders, or absolute inside one. The run's id is printed on standard output.",
      )
      .argument("<file>", "recipe, *.recipe.json"),
  )
    .option("--set <path=value>", "override a field of the recipe, such as training.epochs=5; may be repeated", collect)
    .option("--name <name>", "short for --set name=…")
    .option("--tag <tag>", "a tag to find the run by; may be repeated", collect)
    .option("--watch", "then watch it until it is over")
    .option("--json", "print the run as one JSON object instead of its id")
    .addHelpText(
      "after",
      `
Exit code: 0 queued (with --watch: the run completed), 1 the recipe does not fit the runner (or the run failed), 2 the call or its input cannot be used.

Examples:
  recipe-lab submit my.recipe.json --watch
  recipe-lab submit my.recipe.json --runner gpu-box --set training.seed=1 --tag seeds`,
    )
    .action(async (file: string, { set = [], name, tag = [], ...options }: Options) => {
      const { runnerTarget } = await import("../client/target.ts");
      const { submitRecipe } = await import("../client/submit-recipe.ts");
      const overrides = name === undefined ? set : [...set, `name=${JSON.stringify(name)}`];
      const target = runnerTarget(options);
      const { client, run } = await submitRecipe(target, { file, overrides, tags: tag });
      try {
        const position = run.queuePosition === null ? "" : `, number ${run.queuePosition} in the queue`;
        console.error(`run      ${run.id}, ${run.state}${position}`);
        if (options.watch) {
          const { watchRun } = await import("../client/watch-run.ts");
          await watchRun(target, client, run.id);
        } else console.log(options.json ? JSON.stringify(run, null, 2) : run.id);
      } finally {
        client.close();
      }
    });
}
