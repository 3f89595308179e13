import type * as vscode from "vscode";
import type { CommandHandlers } from "../command-handlers.ts";
import type { RecipeLanguage } from "../recipe/register-recipe-language.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import { AskRunner } from "./ask-runner.ts";
import { RecipeComparisons } from "./compare-recipes.ts";
import { newRecipe } from "./new-recipe.ts";
import { openExample } from "./open-example.ts";
import { PagesByRecipe } from "./pages-by-recipe.ts";
import { PreviewPage } from "./preview-page.ts";
import { SchedulePage } from "./schedule-page.ts";

export type RecipeCommand = "newRecipe" | "openExample" | "plotSchedule" | "previewAugmentations" | "compareRecipes";

/** What one can look at of a recipe: its schedule, its augmentations, its difference to another; and how one begins. */
export function registerRecipePages(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  recipes: RecipeLanguage,
  runners: RunnerConnections,
): CommandHandlers<RecipeCommand> {
  const schedules = new PagesByRecipe(
    "recipeLab.schedule",
    (recipe, panel) => new SchedulePage(recipe, panel, context, log, recipes),
  );
  const previews = new PagesByRecipe(
    "recipeLab.preview",
    (recipe, panel) => new PreviewPage(recipe, panel, context, log, recipes, runners),
  );
  const comparisons = new RecipeComparisons(recipes.documents);
  context.subscriptions.push(schedules, previews, comparisons, new AskRunner(recipes, runners, log));
  return {
    newRecipe,
    openExample: (argument: unknown) => openExample(context.extensionUri, argument),
    plotSchedule: (argument: unknown) => schedules.open(argument),
    previewAugmentations: (argument: unknown) => previews.open(argument),
    compareRecipes: (argument: unknown, other: unknown) => comparisons.compare(argument, other),
  };
}
