import * as vscode from "vscode";
import type { KnownData } from "../../shared/recipe/editor/hints.ts";

const key = "recipeLab.dataSizes";
/** So many recipes are remembered, the latest ones. */
const most = 200;

/** How large the data sets of recipes are: as a runner has said, or as a person has. Remembered for the workspace. */
export class DataSizes implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  get(uri: vscode.Uri): KnownData {
    return this.#all()[uri.toString()] ?? {};
  }

  async set(uri: vscode.Uri, data: KnownData): Promise<void> {
    const { [uri.toString()]: former = {}, ...others } = this.#all();
    const known = { ...former, ...data };
    if (JSON.stringify(known) === JSON.stringify(former)) return;
    const entries = [...Object.entries(others), [uri.toString(), known] as const].slice(-most);
    await this.#state.update(key, Object.fromEntries(entries));
    this.#changed.fire(uri);
  }

  #all(): Record<string, KnownData> {
    return this.#state.get<Record<string, KnownData>>(key, {});
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
