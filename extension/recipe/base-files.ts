import * as vscode from "vscode";
import type { Text } from "../../shared/language.ts";
import { maximumTextBytes } from "../../shared/recipe/source/parse-jsonc.ts";
import { say } from "../language.ts";

/** What a recipe extends, as it is now: as typed where it is open, otherwise as saved. Nothing here waits for a disk. */
export class BaseFiles implements vscode.Disposable {
  readonly #known = new Map<string, string | Error>();
  readonly #pending = new Map<string, Promise<void>>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables: vscode.Disposable[] = [this.#changed];

  /** A file that was asked for reads differently now. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.json");
    const changed = (uri: vscode.Uri) => this.#forget(uri);
    this.#disposables.push(
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      // What lies outside of the folder that is open is not watched: it may have changed while the person was elsewhere.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) for (const uri of this.#outside()) this.#forget(uri);
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => changed(uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => changed(uri)),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#tellOf(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#tellOf(document.uri)),
    );
  }

  /** The file's text; an error with a message for people; undefined where it has to be read first. */
  get(uri: vscode.Uri): string | Error | undefined {
    const key = uri.toString();
    return openDocument(key)?.getText() ?? this.#known.get(key);
  }

  /** Reads a file that `get` does not know. Never rejects. */
  read(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const reading: Promise<void> =
      this.#pending.get(key) ??
      readText(uri)
        .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
        .then((text) => {
          // Where it has changed meanwhile, what was read is of no use.
          if (this.#pending.get(key) !== reading) return;
          this.#known.set(key, text);
          this.#pending.delete(key);
        });
    this.#pending.set(key, reading);
    return reading;
  }

  #outside(): vscode.Uri[] {
    const known = [...this.#known.keys()].map((key) => vscode.Uri.parse(key));
    return known.filter((uri) => vscode.workspace.getWorkspaceFolder(uri) === undefined);
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#pending.delete(key);
    if (this.#known.delete(key)) this.#changed.fire(uri);
  }

  #tellOf(uri: vscode.Uri): void {
    this.#changed.fire(uri);
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }
}

function openDocument(key: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri, isClosed }) => !isClosed && uri.toString() === key);
}

async function readText(uri: vscode.Uri): Promise<string> {
  const { type, size } = await vscode.workspace.fs.stat(uri).then(
    (stat) => stat,
    () => {
      throw new Error(say(missing(uri)));
    },
  );
  // A device or a pipe would be read for ever.
  if ((type & vscode.FileType.File) === 0) throw new Error(say(noFile(uri)));
  if (size > maximumTextBytes) throw new Error(say(tooLarge(uri, size)));
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function missing({ path }: vscode.Uri): Text {
  return {
    en: `${path}: there is no such file, or it may not be read`,
    ko: `${path}: 파일이 없거나 읽을 권한이 없습니다.`,
  };
}

function noFile({ path }: vscode.Uri): Text {
  return { en: `${path}: expected a file, found something else`, ko: `${path}: 파일이 아닙니다.` };
}

function tooLarge({ path }: vscode.Uri, size: number): Text {
  return {
    en: `${path}: expected at most ${maximumTextBytes} bytes, found ${size}`,
    ko: `${path}: ${maximumTextBytes}바이트까지 읽을 수 있습니다. 파일 크기: ${size}바이트.`,
  };
}
