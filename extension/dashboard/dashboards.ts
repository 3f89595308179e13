import * as vscode from "vscode";
import {
  type PageAction,
  type RunRef,
  type ToHost,
  type ToPage,
  toHostSchema,
} from "../../shared/dashboard/messages.ts";
import { errorText, language } from "../language.ts";
import { type CommandName, commandId } from "../manifest/commands.ts";
import type { RunnerConnections } from "../runners/connections.ts";
import { mediaFolder, tabIcon, webviewHtml } from "../webview/html.ts";
import { saveFile } from "../webview/save-file.ts";
import { PageLinks } from "./page-links.ts";

const viewType = "recipeLab.dashboard";

/** What a page may have done with a run, as commands. */
const actionCommands = {
  rerunWithChanges: "rerunWithChanges",
  resumeFromCheckpoint: "resumeFromCheckpoint",
  openRecipe: "rerunWithChanges",
  revealRunFolder: "revealRunFolder",
  renameRun: "renameRun",
  editNote: "editNote",
  editTags: "editTags",
  deleteRun: "deleteRun",
} as const satisfies Record<PageAction, CommandName>;

interface Opened {
  runs: readonly RunRef[];
  tab?: string | undefined;
}

interface Shown {
  panel: vscode.WebviewPanel;
  /** What the page is told when it comes up; null where it shows what it showed before, which it keeps by itself. */
  next: Opened | null;
  /** Whether a page is there to hear: one that is hidden is thrown away, and begins anew when it is shown. */
  live: boolean;
}

/** The dashboard beside the recipe: one panel, which shows what was asked for last. It comes back when the window does. */
export class Dashboards implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #runners: RunnerConnections;
  readonly #extension: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #serializer: vscode.Disposable;
  #shown: Shown | null = null;

  constructor(context: vscode.ExtensionContext, runners: RunnerConnections, log: vscode.LogOutputChannel) {
    this.#runners = runners;
    this.#extension = context.extensionUri;
    this.#log = log;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  show(runs: readonly RunRef[], tab?: string): void {
    const opened = { runs, tab };
    if (this.#shown !== null) {
      const { panel, live } = this.#shown;
      if (live) void panel.webview.postMessage({ type: "open", ...messageOf(opened) } satisfies ToPage);
      else this.#shown.next = opened;
      panel.reveal(undefined, true);
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

  /** The page has kept what it showed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = { enableScripts: true, localResourceRoots: [mediaFolder(this.#extension)] };
    this.#runners.wake();
    this.#fill(panel, null);
  }

  #fill(panel: vscode.WebviewPanel, next: Opened | null): void {
    this.#shown?.panel.dispose();
    const own: Shown = { panel, next, live: false };
    this.#shown = own;
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
        links?.dispose();
        links = new PageLinks(this.#runners, post);
        const opened = messageOf(own.next ?? { runs: [] });
        Object.assign(own, { next: null, live: true });
        post({ type: "init", language: language(), runners: links.shown, ...opened });
        return;
      }
      this.#answer(message.data, links).catch((error: unknown) => {
        this.#log.error(String(error));
        void vscode.window.showErrorMessage(errorText(error));
      });
    });
    panel.onDidChangeViewState(() => {
      if (panel.visible) return;
      own.live = false;
      links?.dispose();
      links = null;
    });
    panel.onDidDispose(() => {
      links?.dispose();
      if (this.#shown === own) this.#shown = null;
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
    this.#shown?.panel.dispose();
  }
}

const messageOf = ({ runs, tab }: Opened) => ({ open: [...runs], ...(tab === undefined ? {} : { tab }) });
