import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** The pages of media/: each is the same bundle, told by `data-page` what to show. */
export type Page = "dashboard" | "schedule" | "preview";

/** Where the pages' files are; the only folder that a webview may read. */
export const mediaFolder = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, "dist", "media");

/** The picture in a page's tab. */
export function tabIcon(extension: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  const icon = (theme: string) => vscode.Uri.joinPath(mediaFolder(extension), `icon-${theme}.svg`);
  return { light: icon("light"), dark: icon("dark") };
}

/**
 * The document of a webview. Scripts run by nonce alone, styles and pictures come from the extension's own folder (and
 * pictures as data), and nothing is fetched from anywhere: what a page knows, it is told in messages.
 */
export function webviewHtml(webview: vscode.Webview, extension: vscode.Uri, page: Page): string {
  const nonce = randomBytes(18).toString("base64url");
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(mediaFolder(extension), name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
    `font-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file("main.css")}">
</head>
<body data-host="editor" data-page="${page}">
<div id="root"></div>
<script type="module" nonce="${nonce}" src="${file("main.js")}"></script>
</body>
</html>`;
}
