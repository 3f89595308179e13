import type { ReadonlySignal } from "@preact/signals";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import type { PageAction, PageRunner, RunRef } from "../../shared/dashboard/messages.ts";
import type { Language } from "../../shared/language.ts";

/** What the page is to show, as its host last said. */
export interface Opened {
  runs: readonly RunRef[];
  /** A tab to begin with. */
  tab: string | null;
}

/**
 * Where the page lives: a webview of the editor, or a browser at the runner's address. Pages are written against this
 * alone.
 */
export interface Host {
  readonly kind: "editor" | "browser";
  readonly language: Language;
  /** The runners that the page can reach, and how it stands with each. */
  readonly runners: ReadonlySignal<readonly PageRunner[]>;
  /** Null until the host has said it. */
  readonly opened: ReadonlySignal<Opened | null>;
  /**
   * The connection to a runner whose state is `connected`. It ends when the state changes; the next one is another link,
   * which knows nothing of the old one's subscriptions.
   */
  link(runner: string): RunnerLink;
  /** Saves a file where the person wants it. */
  save(fileName: string, bytes: Uint8Array<ArrayBuffer>, type: string): void;
  copy(text: string): Promise<void>;
  /** What the host can do with a run beyond what its runner does. */
  readonly actions: ReadonlySet<PageAction>;
  action(action: PageAction, runs: readonly RunRef[]): void;
  /** What `writeState` was last given, also after the page was hidden or loaded again; null at first. */
  readState(): unknown;
  writeState(state: unknown): void;
}
