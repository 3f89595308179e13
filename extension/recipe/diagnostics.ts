import * as vscode from "vscode";

/** So long after the last keystroke a document is checked: a check takes a few milliseconds. Milliseconds. */
const delayMs = 20;

export interface Checked {
  /** Whether a document is one of ours. */
  includes: (document: vscode.TextDocument) => boolean;
  diagnosticsOf: (document: vscode.TextDocument) => Promise<vscode.Diagnostic[]>;
  /** A document has to be checked anew though its text is the same. */
  onDidChange: vscode.Event<vscode.Uri>;
}

/** Shows the problems of open documents while they are typed. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("recipe-lab");
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #disposables: vscode.Disposable[];
  readonly #checked: Checked;
  readonly #log: vscode.LogOutputChannel;

  constructor(checked: Checked, log: vscode.LogOutputChannel) {
    this.#checked = checked;
    this.#log = log;
    this.#disposables = [
      this.#collection,
      vscode.workspace.onDidOpenTextDocument((document) => this.#check(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#check(document, delayMs)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        clearTimeout(this.#timers.get(uri.toString()));
        this.#timers.delete(uri.toString());
        this.#collection.delete(uri);
      }),
      checked.onDidChange((uri) => {
        const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
        if (document) this.#check(document, delayMs);
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.#check(document, 0);
  }

  #check(document: vscode.TextDocument, afterMs: number): void {
    if (!this.#checked.includes(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const check = (): void => {
      this.#timers.delete(key);
      this.#show(document).catch((error: unknown) => this.#log.error(`Checking ${key}`, error));
    };
    this.#timers.set(key, setTimeout(check, afterMs));
  }

  async #show(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const diagnostics = await this.#checked.diagnosticsOf(document);
    // What was typed meanwhile is checked by itself.
    if (!document.isClosed && document.version === version) this.#collection.set(document.uri, diagnostics);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const each of this.#disposables) each.dispose();
  }
}
