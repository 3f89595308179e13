import * as vscode from "vscode";
import {
  type PreviewChoice,
  type PreviewToHost,
  type PreviewToPage,
  previewToHostSchema,
  previewToPageSchema,
} from "../../shared/dashboard/preview-messages.ts";
import { language, say } from "../language.ts";
import { shownName } from "../recipe/chosen-recipe.ts";
import { recipeForRunner } from "../recipe/recipe-for-runner.ts";
import type { RecipeLanguage } from "../recipe/register-recipe-language.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import type { KnownRunner } from "../runners/known-runner.ts";
import { PagePanel } from "./page-panel.ts";
import type { RecipePage } from "./pages-by-recipe.ts";
import { revealField } from "./reveal-field.ts";

/** The longer side of a picture, in pixels: twice what it is shown at, for dense screens. */
const side = 224;

type Failure = Omit<Extract<PreviewToPage, { type: "failed" }>, "type">;

/** One recipe's page. It asks the runner again when the person plays with it and when the recipe, or a base, is saved. */
export class PreviewPage implements RecipePage {
  readonly panel: vscode.WebviewPanel;
  readonly #uri: vscode.Uri;
  readonly #page: PagePanel<PreviewToPage, PreviewToHost>;
  readonly #log: vscode.LogOutputChannel;
  readonly #recipes: RecipeLanguage;
  readonly #runners: RunnerConnections;
  readonly #disposables: vscode.Disposable[];
  #choice: PreviewChoice | null = null;
  /** Counts the requests: an answer to a former one is not shown. */
  #latest = 0;

  constructor(
    uri: vscode.Uri,
    panel: vscode.WebviewPanel,
    context: vscode.ExtensionContext,
    log: vscode.LogOutputChannel,
    recipes: RecipeLanguage,
    runners: RunnerConnections,
  ) {
    this.panel = panel;
    this.#uri = uri;
    this.#log = log;
    this.#recipes = recipes;
    this.#runners = runners;
    const schemas = { toPage: previewToPageSchema, toHost: previewToHostSchema };
    const onMessage = (message: PreviewToHost) => this.#take(message);
    this.#page = new PagePanel(panel, context.extensionUri, "preview", schemas, { onMessage, log });
    const name = uri.path.split("/").at(-1) ?? "";
    panel.title = say({ en: `Augmentations: ${name}`, ko: `데이터 증강: ${name}` });
    this.#disposables = [
      this.#page,
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#ask()),
      vscode.workspace.onDidSaveTextDocument((saved) => {
        // A base counts as well: it is not known here which files are bases, and recipes are few.
        if (saved.uri.path.endsWith(".json")) this.#ask();
      }),
    ];
  }

  async #take(message: PreviewToHost): Promise<void> {
    switch (message.type) {
      case "ready":
      case "choose":
        this.#choice = message.choice;
        if (message.type === "ready") await this.#introduce();
        return this.#ask();
      case "act":
        return this.#act(message.action);
      case "reveal":
        return revealField(this.#recipes.documents, this.#uri, message.path);
    }
  }

  async #introduce(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#uri);
    const { loaded } = await this.#recipes.documents.settled(document);
    const name = shownName(document, loaded.recipe?.name);
    this.#page.post({ type: "init", language: language(), uri: this.#uri.toString(), name });
  }

  #ask(): void {
    const choice = this.#choice;
    if (!choice || !this.panel.visible) return;
    const request = ++this.#latest;
    const show = (message: PreviewToPage): void => {
      if (request === this.#latest) this.#page.post(message);
    };
    this.#samples(choice, show).then(show, (error: unknown) => {
      this.#log.warn("Preview:", error);
      show({ type: "failed", message: error instanceof Error ? error.message : String(error), action: "retry" });
    });
  }

  async #samples(choice: PreviewChoice, show: (message: PreviewToPage) => void): Promise<PreviewToPage> {
    const failed = (failure: Failure): PreviewToPage => ({ type: "failed", ...failure });
    const document = await vscode.workspace.openTextDocument(this.#uri);
    const { loaded } = await this.#recipes.documents.settled(document);
    const [problem] = loaded.problems;
    if (!loaded.recipe) return failed({ message: problem?.message ?? "", action: "showProblems" });
    if (loaded.recipe.data.train === null) return failed({ message: say(noImages), action: "showProblems" });
    if (!vscode.workspace.isTrusted) return failed({ message: say(notTrusted), action: "trust" });
    const runner = this.#runner();
    if (!runner) return failed({ message: say(noRunner), action: "startRunner" });
    show({ type: "loading", runner: runner.name });
    this.#runners.wake();
    const link = await this.#runners.connected(runner.id);
    const { seed, indices, ...rest } = choice;
    const result = await link.request("preview", {
      recipe: recipeForRunner(document, loaded, runner.kind),
      ...rest,
      ...(seed === null ? {} : { seed }),
      ...(indices === null ? {} : { indices }),
      steps: true,
      side,
    });
    const error = result.problems.find(({ severity }) => severity === "error");
    if (error) return failed({ message: error.message, action: "retry" });
    if (choice.split === "train") await this.#recipes.sizes.set(this.#uri, { trainImages: result.images });
    return { type: "samples", runner: runner.name, choice, result };
  }

  /** The runner of the workspace, otherwise one that is there. One of this machine that is not running is none yet. */
  #runner(): KnownRunner | undefined {
    const runner = this.#runners.selected ?? this.#runners.all.find(({ state }) => state === "connected");
    return runner?.kind === "local" && runner.state === "idle" ? undefined : runner;
  }

  async #act(action: Extract<PreviewToHost, { type: "act" }>["action"]): Promise<void> {
    switch (action) {
      case "startRunner": {
        this.#page.post({ type: "loading", runner: say({ en: "this machine", ko: "이 컴퓨터" }) });
        const started = await this.#runners.startLocal();
        await this.#runners.setSelected(started.id);
        return this.#ask();
      }
      case "trust":
        await vscode.commands.executeCommand("workbench.trust.manage");
        return;
      case "selectRunner":
        if (await this.#runners.select()) this.#ask();
        return;
      case "showProblems": {
        await revealField(this.#recipes.documents, this.#uri, []);
        await vscode.commands.executeCommand("workbench.actions.view.problems");
        return;
      }
      case "retry":
        return this.#ask();
    }
  }

  dispose(): void {
    this.#latest++;
    for (const each of this.#disposables) each.dispose();
  }
}

const noRunner = {
  en: "A runner reads the images and applies the recipe's operations. Start one on this machine, or choose another.",
  ko: "러너가 이미지를 읽고 레시피의 연산을 적용합니다. 이 컴퓨터에서 러너를 시작하거나 다른 러너를 선택하세요.",
};
const noImages = {
  en: "The recipe names no images. Set `data.train` to the folder of your training images.",
  ko: "레시피에 이미지가 지정되지 않았습니다. `data.train`에 학습 이미지 폴더를 지정하세요.",
};
const notTrusted = {
  en: "A runner reads what the recipe names, so the workspace has to be trusted first.",
  ko: "러너는 레시피에 적힌 파일을 읽으므로 먼저 작업 영역을 신뢰해야 합니다.",
};
