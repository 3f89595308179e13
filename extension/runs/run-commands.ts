import * as vscode from "vscode";
import { z } from "zod";
import type { RunRef } from "../../shared/dashboard/messages.ts";
import { metrics } from "../../shared/metrics.ts";
import type { ParamsOf } from "../../shared/protocol/requests.ts";
import { recipeSchema } from "../../shared/recipe/schema.ts";
import { tagsIn } from "../../shared/tags.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import type { Dashboards } from "../dashboard/dashboards.ts";
import { language } from "../language.ts";
import { commandId } from "../manifest/commands.ts";
import { recipeLanguage } from "../manifest/languages.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import { deleteRuns } from "./delete-runs.ts";
import { linkTo } from "./link-to.ts";
import { pickRuns, runsFor } from "./pick-run.ts";
import { rerunText } from "./rerun-text.ts";
import type { RunOnRunner } from "./run-list.ts";
import { canPause, canResume, canStop, shortened } from "./run-row.ts";
import type { RunsTree } from "./runs-tree.ts";
import type { WatchedRuns } from "./watched-runs.ts";

type RunCommand =
  | "openDashboard"
  | "openSelectedRun"
  | "compareRuns"
  | "filterRuns"
  | "groupRuns"
  | "pauseRun"
  | "resumeRun"
  | "resumeFromCheckpoint"
  | "stopRun"
  | "rerunWithChanges"
  | "renameRun"
  | "editNote"
  | "editTags"
  | "pinRun"
  | "unpinRun"
  | "deleteRun"
  | "copyRecipe"
  | "revealRunFolder";

export interface RunCommandParts {
  runners: RunnerConnections;
  tree: RunsTree;
  watched: WatchedRuns;
  dashboards: Dashboards;
}

/** What is needed of a run's plan. */
const planSchema = z.object({ recipe: recipeSchema });

const refOf = ({ runner, run }: RunOnRunner): RunRef => ({ runner, run: run.id });
const any = () => true;

/** What can be done with runs, from the tree, the dashboard and the palette. */
export function runCommands({ runners, tree, watched, dashboards }: RunCommandParts): CommandHandlers<RunCommand> {
  /** Does the same with each of the runs that the command is for. */
  const withEach =
    (accepts: (run: RunOnRunner) => boolean, work: (one: RunOnRunner) => Promise<unknown>) =>
    async (argument: unknown, selected: unknown) => {
      for (const one of await runsFor(tree, argument, selected, accepts)) await work(one);
    };
  const withOne =
    (work: (one: RunOnRunner) => Promise<unknown>) =>
    async (argument: unknown): Promise<void> => {
      const [one] = await runsFor(tree, argument, undefined, any);
      if (one) await work(one);
    };
  const change = (one: RunOnRunner, method: "pause" | "resume" | "stop") =>
    linkTo(runners, one.runner).request(method, { run: one.run.id });
  const label = (one: RunOnRunner, labels: ParamsOf<"label">["labels"]) =>
    linkTo(runners, one.runner).request("label", { run: one.run.id, labels });

  return {
    openDashboard: async (argument: unknown, tab: unknown) => {
      const [one] = await runsFor(tree, argument, undefined, any);
      if (one) dashboards.show([refOf(one)], typeof tab === "string" ? tab : undefined);
    },
    // As a command, which ticks the walkthrough's step.
    openSelectedRun: async () =>
      vscode.commands.executeCommand(commandId("openDashboard"), (await tree.selectionDrawn())[0]),
    compareRuns: async (argument: unknown, selected: unknown) => {
      // The button of the view brings no row: it means those that are selected.
      const marked = argument === undefined ? tree.selection.flatMap((ref) => tree.find(ref) ?? []) : [];
      const first =
        marked.length > 1 ? marked : await runsFor(tree, argument, Array.isArray(selected) ? selected : undefined, any);
      const chosen =
        first.length > 1
          ? first
          : [
              ...first,
              ...(await pickRuns(
                tree.all().filter((one) => !first.some((other) => other.run.id === one.run.id)),
                vscode.l10n.t("Compare with which runs?"),
              )),
            ];
      if (chosen.length > 1) dashboards.show(chosen.map(refOf));
    },
    filterRuns: () => tree.askForFilter(),
    groupRuns: () => tree.askForGrouping(),
    pauseRun: withEach(
      ({ run }) => canPause(run),
      (one) => change(one, "pause"),
    ),
    resumeRun: withEach(
      ({ run }) => canResume(run),
      async (one) => {
        await change(one, "resume");
        await watched.add(refOf(one));
      },
    ),
    stopRun: withEach(
      ({ run }) => canStop(run),
      (one) => change(one, "stop"),
    ),
    resumeFromCheckpoint: withOne(async (one) => {
      const step = await pickCheckpoint(runners, one);
      if (step === undefined) return;
      await linkTo(runners, one.runner).request("resume", { run: one.run.id, step });
      await watched.add(refOf(one));
    }),
    rerunWithChanges: withOne(async (one) => {
      const { recipe: source, plan } = await linkTo(runners, one.runner).request("get", { run: one.run.id });
      const { recipe } = planSchema.parse(plan);
      const kind = runners.get(one.runner)?.kind ?? "remote";
      const content = rerunText({ source, recipe }, kind, language());
      const document = await vscode.workspace.openTextDocument({ language: recipeLanguage, content });
      await vscode.window.showTextDocument(document);
    }),
    renameRun: withOne(async (one) => {
      const name = await vscode.window.showInputBox({
        title: vscode.l10n.t("Rename Run"),
        ignoreFocusOut: true,
        value: one.run.name,
        validateInput: (text) =>
          text.trim() === "" || text.length > 200 ? vscode.l10n.t("A name has 1 to 200 characters.") : null,
      });
      if (name !== undefined) await label(one, { name: name.trim() });
    }),
    editNote: withOne(async (one) => {
      const note = await vscode.window.showInputBox({
        title: vscode.l10n.t("Note on {0}", shortened(one.run.name, 80)),
        ignoreFocusOut: true,
        prompt: vscode.l10n.t("Empty removes the note."),
        value: one.run.note,
        validateInput: (text) => (text.length > 20_000 ? vscode.l10n.t("A note has at most 20,000 characters.") : null),
      });
      if (note !== undefined) await label(one, { note });
    }),
    editTags: withOne(async (one) => {
      const text = await vscode.window.showInputBox({
        title: vscode.l10n.t("Tags of {0}", shortened(one.run.name, 80)),
        ignoreFocusOut: true,
        prompt: vscode.l10n.t("Separated by commas. Empty removes them."),
        value: one.run.tags.join(", "),
        validateInput: (value) =>
          tagsIn(value).some((tag) => tag.length > 100) || tagsIn(value).length > 50
            ? vscode.l10n.t("At most 50 tags of at most 100 characters.")
            : null,
      });
      if (text !== undefined) await label(one, { tags: tagsIn(text) });
    }),
    pinRun: withEach(any, (one) => label(one, { pinned: true })),
    unpinRun: withEach(any, (one) => label(one, { pinned: false })),
    deleteRun: async (argument: unknown, selected: unknown) =>
      deleteRuns(runners, await runsFor(tree, argument, selected, any)),
    copyRecipe: withOne(async (one) => {
      const { recipe } = await linkTo(runners, one.runner).request("get", { run: one.run.id });
      await vscode.env.clipboard.writeText(recipe);
      vscode.window.setStatusBarMessage(
        vscode.l10n.t("The recipe of {0} is copied", shortened(one.run.name, 80)),
        4_000,
      );
    }),
    revealRunFolder: withOne(async (one) => {
      const folder = runners.all.find(({ id }) => id === one.runner)?.runsFolder;
      if (folder === undefined) {
        const text = vscode.l10n.t("This run is on {0}, in the folder {1} of its runs.", one.runnerName, one.run.id);
        return vscode.window.showInformationMessage(text);
      }
      return vscode.commands.executeCommand(
        vscode.env.remoteName === undefined ? "revealFileInOS" : "vscode.openFolder",
        vscode.Uri.joinPath(vscode.Uri.file(folder), one.run.id),
        ...(vscode.env.remoteName === undefined ? [] : [{ forceNewWindow: true }]),
      );
    }),
  };
}

async function pickCheckpoint(runners: RunnerConnections, { runner, run }: RunOnRunner): Promise<number | undefined> {
  const saved = (await linkTo(runners, runner).request("get", { run: run.id })).checkpoints;
  // After the last step there is nothing to go on with.
  const checkpoints = saved.filter(({ step }) => run.totalSteps === 0 || step < run.totalSteps);
  if (checkpoints.length === 0) {
    const text = vscode.l10n.t("{0} has no checkpoint to go on from.", shortened(run.name, 80));
    await vscode.window.showInformationMessage(text);
    return undefined;
  }
  const items = checkpoints.map(({ step, epoch, top1 }) => ({
    step,
    label: vscode.l10n.t("step {0}", step.toLocaleString()),
    description: [
      vscode.l10n.t("epoch {0}", String(epoch + 1)),
      ...(top1 === null ? [] : [`top-1 ${metrics["validation/top1"].format(top1)} %`]),
    ].join(" · "),
  }));
  return (
    await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t("Resume {0} from which checkpoint?", shortened(run.name, 80)),
      placeHolder: vscode.l10n.t("What was recorded after it counts no more."),
    })
  )?.step;
}
