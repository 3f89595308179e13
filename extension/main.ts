import type * as vscode from "vscode";

/** The extension, part by part. */
export function activate(_context: vscode.ExtensionContext): void {}
