import * as vscode from "vscode";
import { type LooseText, readLoosely } from "../../shared/recipe/editor/read-loosely.ts";
import { type LoadedRecipe, loadRecipe, type RecipeSource } from "../../shared/recipe/load-recipe.ts";
import type { Problem } from "../../shared/recipe/problem.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import type { Capabilities } from "../../shared/recipe/wisdom/index.ts";
import { loadStudy } from "../../shared/study/load-study.ts";
import { language } from "../language.ts";
import type { BaseFiles } from "./base-files.ts";
import { pathOf, uriOf } from "./recipe-paths.ts";

/** A recipe as the editor understands it: made once for each version of the text and of its bases. */
export interface ReadRecipe {
  loose: LooseText;
  loaded: LoadedRecipe;
  /** What it extends, alone: the values that it would have without its own. Null where it extends nothing. */
  bases: LoadedRecipe | null;
  /** Files that it extends and that are not read yet: what is said of it is not final. */
  missing: vscode.Uri[];
}

interface Entry {
  version: number;
  read: ReadRecipe;
  /** Keys of the files that it was made from. */
  files: Set<string>;
}

export class RecipeDocuments implements vscode.Disposable {
  readonly #entries = new Map<string, Entry>();
  readonly #loose = new Map<string, { version: number; loose: LooseText }>();
  /** Files that a study was last made from. */
  readonly #studies = new Map<string, Set<string>>();
  readonly #valid = new Map<string, Recipe>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables: vscode.Disposable[];
  readonly #files: BaseFiles;
  #capabilities: Capabilities | undefined;

  /** A recipe means something else now, though its own text is the same: a base has changed, or the runner. */
  readonly onDidChange = this.#changed.event;

  constructor(files: BaseFiles) {
    this.#files = files;
    this.#disposables = [
      this.#changed,
      files.onDidChange((file) => {
        const changed = file.toString();
        this.#invalidate((entry) => entry.files.has(changed));
        for (const [key, used] of this.#studies) if (used.has(changed)) this.#changed.fire(vscode.Uri.parse(key));
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#entries.delete(uri.toString());
        this.#loose.delete(uri.toString());
        this.#studies.delete(uri.toString());
        this.#valid.delete(uri.toString());
      }),
    ];
  }

  /** What the runner of this workspace can do; rules about it are left out while it is not known. */
  set capabilities(capabilities: Capabilities | undefined) {
    if (JSON.stringify(capabilities) === JSON.stringify(this.#capabilities)) return;
    this.#capabilities = capabilities;
    this.#invalidate(() => true);
  }

  /** As far as it is known at this moment. */
  read(document: vscode.TextDocument): ReadRecipe {
    const key = document.uri.toString();
    const known = this.#entries.get(key);
    if (known?.version === document.version && known.read.missing.length === 0) return known.read;
    const entry = this.#make(document);
    this.#entries.set(key, entry);
    if (entry.read.loaded.recipe) this.#valid.set(key, entry.read.loaded.recipe);
    return entry.read;
  }

  /** With all bases read. */
  async settled(document: vscode.TextDocument): Promise<ReadRecipe> {
    for (;;) {
      const read = this.read(document);
      if (read.missing.length === 0) return read;
      await Promise.all(read.missing.map((file) => this.#files.read(file)));
    }
  }

  /** What is wrong in a study and its variants, with all that it names read. */
  async studyProblems(document: vscode.TextDocument): Promise<Problem[]> {
    const key = document.uri.toString();
    for (;;) {
      const missing = new Map<string, vscode.Uri>();
      const files = new Set<string>();
      const { problems } = loadStudy({ ...this.#source(document, files, missing), text: document.getText() });
      this.#studies.set(key, files);
      if (missing.size === 0) return problems;
      await Promise.all([...missing.values()].map((file) => this.#files.read(file)));
    }
  }

  /** The recipe as it was when it last had no error. */
  lastValid(document: vscode.TextDocument): Recipe | undefined {
    return this.read(document).loaded.recipe ?? this.#valid.get(document.uri.toString());
  }

  /** The text alone, without its bases; also of a study. */
  loose(document: vscode.TextDocument): LooseText {
    const key = document.uri.toString();
    const known = this.#loose.get(key);
    if (known?.version === document.version) return known.loose;
    const loose = readLoosely(document.getText());
    this.#loose.set(key, { version: document.version, loose });
    return loose;
  }

  /** Checks another text in the place of the document's, with the bases that are known. */
  load(document: vscode.TextDocument, text: string): LoadedRecipe {
    return loadRecipe({ ...this.#source(document), text });
  }

  /** Where a document's bases come from. `files` and `missing` note which were asked for and which are not read yet. */
  #source(
    document: vscode.TextDocument,
    files = new Set<string>(),
    missing = new Map<string, vscode.Uri>(),
  ): Omit<RecipeSource, "text"> {
    const readFile = (path: string): string => {
      const uri = uriOf(path, document.uri);
      const key = uri.toString();
      files.add(key);
      const found = this.#files.get(uri);
      if (typeof found === "string") return found;
      if (found) throw found;
      missing.set(key, uri);
      throw new Error(path);
    };
    return {
      file: pathOf(document.uri),
      readFile,
      language: language(),
      ...(this.#capabilities ? { capabilities: this.#capabilities } : {}),
    };
  }

  #make(document: vscode.TextDocument): Entry {
    const files = new Set<string>();
    const missing = new Map<string, vscode.Uri>();
    const source = this.#source(document, files, missing);
    const loose = this.loose(document);
    const loaded = loadRecipe({ ...source, text: loose.text });
    const asked = (loose.value as { extends?: unknown } | null | undefined)?.extends;
    const bases = typeof asked === "string" && asked !== "" ? baseOf(asked, source) : null;
    return { version: document.version, read: { loose, loaded, bases, missing: [...missing.values()] }, files };
  }

  #invalidate(of: (entry: Entry) => boolean): void {
    for (const [key, entry] of this.#entries) {
      if (!of(entry)) continue;
      this.#entries.delete(key);
      this.#changed.fire(vscode.Uri.parse(key));
    }
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }
}

function baseOf(name: string, source: Omit<RecipeSource, "text">): LoadedRecipe {
  return loadRecipe({ ...source, text: JSON.stringify({ extends: name }) });
}
