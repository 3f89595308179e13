import type * as vscode from "vscode";

const prefix = "recipeLab.token ";

/**
 * The tokens of remote runners, in the editor's secret storage. Each is bound to the address that it was given for: an
 * address that was changed has no token, and the old one is not sent there.
 */
export class Tokens {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** @param url as `RunnerAddress` has it */
  get(url: string): Thenable<string | undefined> {
    return this.#secrets.get(prefix + url);
  }

  set(url: string, token: string): Thenable<void> {
    return this.#secrets.store(prefix + url, token);
  }

  delete(url: string): Thenable<void> {
    return this.#secrets.delete(prefix + url);
  }

  /** Calls back with the address whose token has changed, in whatever window. */
  onDidChange(listener: (url: string) => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) listener(key.slice(prefix.length));
    });
  }
}

/** Whether a text can be a token, as runners make them. */
export const isToken = (text: string): boolean => /^[\x21-\x7e]{32,512}$/.test(text);
