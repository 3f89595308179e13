import * as vscode from "vscode";
import { z } from "zod";
import {
  type PageAction,
  type RunRef,
  runRefSchema,
  type ToHost,
  type ToPage,
  toHostSchema,
} from "../../shared/dashboard/messages.ts";
import { language } from "../language.ts";
import { type CommandName, commandId } from "../manifest/commands.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import { mediaFolder, tabIcon, webviewHtml } from "../webview/html.ts";
import { PageLinks } from "./page-links.ts";

const viewType = "recipeLab.dashboard";

/** What a page may have done with a run, as commands. */
const actionCommands = {
  rerunWithChanges: "rerunWithChanges",
  resumeFromCheckpoint: "resumeFromCheckpoint",
  openRecipe: "rerunWithChanges",
  compareRecipes: "compareRuns",
  revealRunFolder: "revealRunFolder",
  renameRun: "renameRun",
  editNote: "editNote",
  editTags: "editTags",
  deleteRun: "deleteRun",
} as const satisfies Record<PageAction, CommandName>;

/** The page's own state, of which the host needs only what is open. */
const stateSchema = z.object({ open: z.array(runRefSchema).optional() });

interface Opened {
  runs: readonly RunRef[];
  tab?: string | undefined;
}

/** The dashboard beside the recipe: one panel, which shows what was asked for last. It comes back when the window does. */
export class Dashboards implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #runners: RunnerConnections;
  readonly #extension: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #memory: vscode.Memento;
  readonly #serializer: vscode.Disposable;
  #panel: { panel: vscode.WebviewPanel; opened: Opened } | null = null;

  constructor(context: vscode.ExtensionContext, runners: RunnerConnections, log: vscode.LogOutputChannel) {
    this.#runners = runners;
    this.#extension = context.extensionUri;
    this.#memory = context.workspaceState;
    this.#log = log;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  show(runs: readonly RunRef[], tab?: string): void {
    const opened = { runs, tab };
    this.#remember(opened);
    if (this.#panel !== null) {
      this.#panel.opened = opened;
      this.#post({ type: "open", open: [...runs], ...(tab === undefined ? {} : { tab }) });
      this.#panel.panel.reveal(undefined, true);
      return;
    }
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(
      viewType,
      vscode.l10n.t("Dashboard"),
      { viewColumn: column, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [mediaFolder(this.#extension)] },
    );
    this.#fill(panel, opened);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    panel.webview.options = { enableScripts: true, localResourceRoots: [mediaFolder(this.#extension)] };
    const kept = stateSchema.safeParse(state).data?.open ?? this.#memory.get<RunRef[]>(viewType, []);
    this.#runners.wake();
    this.#fill(panel, { runs: kept });
  }

  #remember({ runs }: Opened): void {
    void this.#memory.update(viewType, runs);
  }

  #post(message: ToPage): void {
    void this.#panel?.panel.webview.postMessage(message);
  }

  #fill(panel: vscode.WebviewPanel, opened: Opened): void {
    this.#panel?.panel.dispose();
    const own = { panel, opened };
    this.#panel = own;
    panel.iconPath = tabIcon(this.#extension);
    let links: PageLinks | null = null;
    const post = (message: ToPage) => void panel.webview.postMessage(message);
    panel.webview.onDidReceiveMessage((given: unknown) => {
      const message = toHostSchema.safeParse(given);
      if (!message.success) {
        this.#log.error(`The dashboard sent a message of unknown form: ${message.error.message}`);
        return;
      }
      if (message.data.type === "ready") {
        // A page that was hidden starts anew.
        links?.dispose();
        links = new PageLinks(this.#runners, post);
        const { runs, tab } = own.opened;
        post({
          type: "init",
          language: language(),
          runners: links.shown,
          open: [...runs],
          ...(tab === undefined ? {} : { tab }),
        });
        return;
      }
      this.#answer(message.data, links).catch((error: unknown) => {
        this.#log.error(String(error));
        void vscode.window.showErrorMessage((error as Error).message);
      });
    });
    panel.onDidDispose(() => {
      links?.dispose();
      if (this.#panel === own) this.#panel = null;
    });
    panel.webview.html = webviewHtml(panel.webview, this.#extension, "dashboard");
  }

  async #answer(message: Exclude<ToHost, { type: "ready" }>, links: PageLinks | null): Promise<void> {
    switch (message.type) {
      case "request":
        return links?.request(message);
      case "action": {
        const [first] = message.runs;
        await vscode.commands.executeCommand(commandId(actionCommands[message.action]), first);
        return;
      }
      case "save":
        return saveFile(message.fileName, message.content);
      case "copy":
        return vscode.env.clipboard.writeText(message.text);
      default:
        // The other pages' messages.
        this.#log.warn(`The dashboard does not send ${message.type}.`);
    }
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#panel?.panel.dispose();
  }
}

async function saveFile(fileName: string, base64: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = fileName.replace(/[\\/:*?"<>|\p{Cc}]/gu, "-");
  const target = await vscode.window.showSaveDialog(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {});
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(base64, "base64"));
}
