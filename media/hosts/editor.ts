import { type Signal, signal } from "@preact/signals";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import {
  type PageAction,
  type PageRunner,
  pageActions,
  type RunRef,
  type ToHost,
  type ToPage,
  toHostSchema,
  toPageSchema,
} from "../../shared/dashboard/messages.ts";
import type { Language } from "../../shared/language.ts";
import { toBase64 } from "./base64.ts";
import { EditorLink } from "./editor-link.ts";
import type { Host, Opened } from "./host.ts";

/** What the editor gives to a webview. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare const acquireVsCodeApi: () => WebviewApi;

/** The host in the editor. Messages are checked in both directions; one that does not fit is reported and left out. */
export class EditorHost implements Host {
  readonly kind = "editor";
  readonly actions: ReadonlySet<PageAction> = new Set(pageActions);
  readonly runners: Signal<readonly PageRunner[]> = signal([]);
  readonly opened: Signal<Opened | null> = signal(null);
  readonly #api: WebviewApi = acquireVsCodeApi();
  readonly #links = new Map<string, EditorLink>();
  readonly #listeners = new Set<(message: ToPage) => void>();
  #language: Language = "en";

  get language(): Language {
    return this.#language;
  }

  /** Tells the editor that the page is there; resolves when it has said what to show. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      addEventListener("message", (event: MessageEvent<unknown>) => {
        const message = toPageSchema.safeParse(event.data);
        if (!message.success) console.error("Recipe Lab: a message of unknown form.", message.error.message);
        else {
          this.#take(message.data);
          if (message.data.type === "init") resolve();
        }
      });
      this.post({ type: "ready" });
    });
  }

  post(message: ToHost): void {
    this.#api.postMessage(toHostSchema.parse(message));
  }

  /** Messages beyond those of this class: what a page of its own kind is told. Returns how to end it. */
  onMessage(listener: (message: ToPage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  link(runner: string): RunnerLink {
    const known = this.#links.get(runner);
    if (known !== undefined) return known;
    const link = new EditorLink(runner, (message) => this.post(message));
    this.#links.set(runner, link);
    return link;
  }

  save(fileName: string, bytes: Uint8Array): void {
    this.post({ type: "save", fileName, content: toBase64(bytes) });
  }

  async copy(text: string): Promise<void> {
    this.post({ type: "copy", text });
  }

  action(action: PageAction, runs: readonly RunRef[]): void {
    this.post({ type: "action", action, runs: [...runs] });
  }

  readState(): unknown {
    return this.#api.getState();
  }

  writeState(state: unknown): void {
    this.#api.setState(state);
  }

  #take(message: ToPage): void {
    switch (message.type) {
      case "init":
        this.#language = message.language;
        this.#setRunners(message.runners);
        this.opened.value = { runs: message.open, tab: message.tab ?? null };
        break;
      case "runners":
        this.#setRunners(message.runners);
        break;
      case "open":
        this.opened.value = { runs: message.open, tab: message.tab ?? null };
        break;
      case "result":
      case "error":
        for (const link of this.#links.values()) if (link.answered(message.id, message)) break;
        break;
      case "notification":
        this.#links.get(message.runner)?.notified(message.method, message.params);
        break;
    }
    for (const listener of this.#listeners) listener(message);
  }

  /** A link lives as long as its runner is connected. */
  #setRunners(runners: readonly PageRunner[]): void {
    for (const [id, link] of this.#links) {
      if (runners.find((runner) => runner.id === id)?.state === "connected") continue;
      this.#links.delete(id);
      link.close();
    }
    this.runners.value = runners;
  }
}
