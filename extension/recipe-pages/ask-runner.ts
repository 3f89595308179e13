import * as vscode from "vscode";
import { z } from "zod";
import type { Capabilities } from "../../shared/recipe/wisdom/index.ts";
import { recipeForRunner } from "../recipe/recipe-for-runner.ts";
import { isWritten, kindOf } from "../recipe/recipe-kind.ts";
import type { RecipeLanguage } from "../recipe/register-recipe-language.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import type { KnownRunner } from "../runners/known-runner.ts";

const planSchema = z.object({ data: z.object({ trainImages: z.int().min(1), classes: z.array(z.string()) }) });

/**
 * What a recipe's hints can learn from the runner of the workspace while it is connected: what it can do, and how large the
 * data set is. Nothing is contacted for it, and without a runner the hints say less.
 */
export class AskRunner implements vscode.Disposable {
  readonly #recipes: RecipeLanguage;
  readonly #runners: RunnerConnections;
  readonly #log: vscode.LogOutputChannel;
  readonly #disposables: vscode.Disposable[];
  /** The data section that was last asked about, by recipe. */
  readonly #asked = new Map<string, string>();

  constructor(recipes: RecipeLanguage, runners: RunnerConnections, log: vscode.LogOutputChannel) {
    this.#recipes = recipes;
    this.#runners = runners;
    this.#log = log;
    const changed = (): void => {
      recipes.documents.capabilities = capabilitiesOf(runners.selected);
      for (const { document } of vscode.window.visibleTextEditors) this.#ask(document);
    };
    this.#disposables = [
      runners.onDidChange(changed),
      vscode.workspace.onDidSaveTextDocument((document) => this.#ask(document)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) this.#ask(document);
      }),
    ];
    changed();
  }

  #ask(document: vscode.TextDocument): void {
    const runner = this.#runners.selected;
    const link = runner && this.#runners.link(runner.id);
    if (!runner || !link || kindOf(document) !== "recipe" || !isWritten(document)) return;
    const learn = async (): Promise<void> => {
      const { loaded } = await this.#recipes.documents.settled(document);
      const recipe = recipeForRunner(document, loaded, runner.kind);
      if (!recipe || recipe.data.train === null) return;
      const key = document.uri.toString();
      const data = JSON.stringify([runner.id, recipe.data]);
      if (this.#asked.get(key) === data) return;
      this.#asked.set(key, data);
      const { plan } = await link.request("plan", { recipe });
      const known = planSchema.safeParse(plan);
      if (!known.success) return;
      const { trainImages, classes } = known.data.data;
      await this.#recipes.sizes.set(document.uri, { trainImages, classes: classes.length });
    };
    // Hints without these numbers are right all the same.
    learn().catch((error: unknown) => this.#log.debug("Asking for the size of a data set", error));
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }
}

/** Of the backend that a new run takes. */
function capabilitiesOf(runner: KnownRunner | undefined): Capabilities | undefined {
  const { backend, backends = [] } = runner?.description ?? {};
  const found = backends.find(({ name }) => name === backend);
  return found?.available ? { precisions: found.precisions } : undefined;
}
