import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { backoffMs } from "../../shared/client/backoff.ts";
import { ConnectError } from "../../shared/client/connect-error.ts";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { ParamsOf } from "../../shared/protocol/requests.ts";
import type { RunSummary } from "../../shared/protocol/run-summary.ts";
import type { Dashboards } from "../dashboard/dashboards.ts";
import { language } from "../language.ts";
import { chosenRecipe } from "../recipe/chosen-recipe.ts";
import { recipeForRunner } from "../recipe/recipe-for-runner.ts";
import type { RecipeLanguage } from "../recipe/register-recipe-language.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import type { KnownRunner } from "../runners/known-runner.ts";
import type { WatchedRuns } from "./watched-runs.ts";

export interface ExperimentParts {
  runners: RunnerConnections;
  recipes: RecipeLanguage;
  watched: WatchedRuns;
  dashboards: Dashboards;
}

const attempts = 6;

/** *Run Experiment*: checks the recipe, here and on the runner, queues it there and opens its dashboard. */
export async function runExperiment({ runners, recipes, watched, dashboards }: ExperimentParts, argument: unknown) {
  const document = await chosenRecipe(argument);
  if (document === undefined) return;
  // What runs is what is on disk and on the screen.
  if (document.isDirty && !document.isUntitled && !(await document.save())) return;
  const { loaded } = await recipes.documents.settled(document);
  if (loaded.recipe === null)
    return showProblems(loaded.problems.filter(({ severity }) => severity === "error").length);
  const runner = await runners.forRun();
  if (runner === undefined) return;
  const run = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Run Experiment") },
    async (progress) => {
      progress.report({ message: vscode.l10n.t("connecting to {0}", runner.name) });
      const link = await connect(runners, runner);
      const recipe = recipeForRunner(document, loaded, runner.kind);
      progress.report({ message: vscode.l10n.t("checking the recipe on {0}", runner.name) });
      const { problems } = await link.request("plan", { recipe, language: language() });
      const errors = problems.filter(({ severity }) => severity === "error");
      if (errors.length > 0) {
        const list = errors.map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`));
        throw new Error(vscode.l10n.t("{0} cannot train this recipe: {1}", runner.name, list.join("; ")));
      }
      progress.report({ message: vscode.l10n.t("submitting") });
      return submitOnce(runners, runner, {
        recipe,
        source: document.getText(),
        idempotencyKey: randomUUID(),
        language: language(),
      });
    },
  );
  const ref = { runner: runner.id, run: run.id };
  await watched.add(ref);
  dashboards.show([ref]);
}

async function connect(runners: RunnerConnections, { id, kind }: KnownRunner): Promise<RunnerLink> {
  if (kind === "local") await runners.startLocal();
  return runners.connected(id);
}

/** Where the connection is lost before the answer comes, the same key with every attempt makes one run of it. */
async function submitOnce(
  runners: RunnerConnections,
  runner: KnownRunner,
  params: ParamsOf<"submit">,
): Promise<RunSummary> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (await (await connect(runners, runner)).request("submit", params)).run;
    } catch (error) {
      if (!(error instanceof ConnectError) || !error.retry || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
    }
  }
}

async function showProblems(errors: number): Promise<void> {
  const show = vscode.l10n.t("Show Problems");
  const text =
    errors === 1
      ? vscode.l10n.t("The recipe has an error. Mend it first; many have a quick fix.")
      : vscode.l10n.t("The recipe has {0} errors. Mend them first; many have a quick fix.", String(errors));
  if ((await vscode.window.showErrorMessage(text, show)) === show)
    await vscode.commands.executeCommand("workbench.actions.view.problems");
}
