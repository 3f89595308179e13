import * as vscode from "vscode";
import type { z } from "zod";
import type { Page } from "../webview/html.ts";
import { mediaFolder, tabIcon, webviewHtml } from "../webview/html.ts";

/** A webview beside a recipe: messages are checked on the way in and out, and nothing is sent while nobody can see it. */
export class PagePanel<ToPage, ToHost> implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly #toPage: z.ZodType<ToPage>;
  readonly #disposables: vscode.Disposable[] = [];

  constructor(
    panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    page: Page,
    schemas: { toPage: z.ZodType<ToPage>; toHost: z.ZodType<ToHost> },
    { onMessage, log }: { onMessage: (message: ToHost) => Promise<void>; log: vscode.LogOutputChannel },
  ) {
    this.panel = panel;
    this.#toPage = schemas.toPage;
    panel.webview.options = { enableScripts: true, localResourceRoots: [mediaFolder(extension)] };
    panel.iconPath = tabIcon(extension);
    panel.webview.html = webviewHtml(panel.webview, extension, page);
    this.#disposables.push(
      panel.webview.onDidReceiveMessage((received: unknown) => {
        const message = schemas.toHost.safeParse(received);
        if (!message.success) {
          log.error(`The ${page} page sent a message that is none:`, message.error.message);
          return;
        }
        onMessage(message.data).catch((error: unknown) => {
          log.error(`Answering the ${page} page`, error);
          void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
        });
      }),
    );
  }

  /** What a hidden page is not told now, it is told when it is shown again and says that it is ready. */
  post(message: ToPage): void {
    if (this.panel.visible) void this.panel.webview.postMessage(this.#toPage.parse(message));
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }
}
