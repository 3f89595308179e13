import type { Command } from "commander";
import type { ChangeOptions } from "../client/change-run.ts";
import { addRunnerOptions } from "../client/command-options.ts";
import { collect } from "./option-values.ts";

interface LabelOptions extends ChangeOptions {
  name?: string;
  note?: string;
  tag?: string[];
  untag?: string[];
  pinned?: true;
  unpinned?: true;
}

export function register(program: Command): void {
  addRunnerOptions(
    program
      .command("label")
      .summary("name a run, note something, tag or pin it")
      .description("Changes what people may change of a run at any time: its name, note, tags and pin.")
      .argument("<run>", "the run's id, the end of it, or its name"),
  )
    .option("--name <name>", "its name in lists")
    .option("--note <text>", "a note; empty text removes it")
    .option("--tag <tag>", "add a tag; may be repeated", collect)
    .option("--untag <tag>", "remove a tag; may be repeated", collect)
    .option("--pinned", "pin it: show it first in lists")
    .option("--unpinned", "show it where it stands by its age")
    .option("--json", "print the run as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  recipe-lab label 3f9a1c --name reference --pinned
  recipe-lab label reference --tag ablation --note "rate 0.4, warm-up over five epochs"`,
    )
    .action(label);
}

async function label(reference: string, options: LabelOptions, command: Command): Promise<void> {
  const { name, note, tag = [], untag = [], pinned, unpinned } = options;
  if (pinned && unpinned) command.error("error: --pinned and --unpinned exclude each other");
  const labels = {
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    ...(pinned || unpinned ? { pinned: pinned === true } : {}),
  };
  const tags = tag.length + untag.length > 0;
  if (!tags && Object.keys(labels).length === 0) {
    command.error("error: expected at least one of --name, --note, --tag, --untag, --pinned and --unpinned");
  }
  const { labelsSchema } = await import("../../shared/protocol/requests.ts");
  const checked = labelsSchema.safeParse({ ...labels, tags: tag });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    command.error(`error: --${String(issue!.path[0]).replace("tags", "tag")}: ${issue!.message}`);
  }
  const { changeRun } = await import("../client/change-run.ts");
  await changeRun(reference, options, (client, run) => {
    const all = [...new Set([...run.tags, ...tag])].filter((one) => !untag.includes(one));
    return client.request("label", { run: run.id, labels: { ...labels, ...(tags ? { tags: all } : {}) } });
  });
}
