import { type Signal, signal } from "@preact/signals";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import { type PageAction, type PageRunner, pageActions, type RunRef } from "../../shared/dashboard/messages.ts";
import type { Host, Opened } from "../hosts/host.ts";
import { language } from "../l10n/index.ts";
import { notice } from "../parts/notices.ts";
import type { RecordedRun } from "./recorded/recorded-run.ts";
import { RecordedLink } from "./recorded-link.ts";

export const runner = "recorded";

interface Setting {
  kind?: Host["kind"];
  runs?: readonly RecordedRun[];
  /** Of them, those that are shown. */
  open?: readonly RecordedRun[];
  tab?: string;
  runners?: readonly PageRunner[];
  /** What the page kept from before: axis, smoothing, zoom. */
  kept?: Record<string, unknown>;
}

/** A host over recorded runs. What it would do to files or to the editor, it says. */
export class RecordedHost implements Host {
  readonly kind: Host["kind"];
  readonly language = language.peek();
  readonly actions: ReadonlySet<PageAction>;
  readonly runners: Signal<readonly PageRunner[]>;
  readonly opened: Signal<Opened | null>;
  readonly #link: RecordedLink;
  #kept: unknown;

  constructor({ kind = "editor", runs = [], open = [], tab, runners, kept }: Setting = {}) {
    this.kind = kind;
    this.actions = new Set(kind === "editor" ? pageActions : []);
    this.runners = signal(runners ?? [{ id: runner, name: "workstation", state: "connected" }]);
    this.opened = signal({ runs: open.map(({ run }) => ({ runner, run: run.id })), tab: tab ?? null });
    this.#link = new RecordedLink([...new Set([...runs, ...open])]);
    this.#kept = kept ?? null;
  }

  link(): RunnerLink {
    return this.#link;
  }

  save(fileName: string, bytes: Uint8Array<ArrayBuffer>): void {
    notice.value = { kind: "info", text: `${fileName}, ${bytes.length} bytes` };
  }

  async copy(text: string): Promise<void> {
    notice.value = { kind: "info", text };
  }

  action(action: PageAction, runs: readonly RunRef[]): void {
    notice.value = { kind: "info", text: `${action} ${runs.map(({ run }) => run).join(" ")}` };
  }

  readState(): unknown {
    return this.#kept;
  }

  writeState(state: unknown): void {
    this.#kept = state;
  }
}
