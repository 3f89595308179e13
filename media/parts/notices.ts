import { signal } from "@preact/signals";
import { UserError } from "../../shared/user-error.ts";
import { language } from "../l10n/index.ts";

/** What went wrong and has to be said, and what can be undone. The latest stands; a person closes it. */
export interface Notice {
  kind: "error" | "info";
  text: string;
  action?: { label: string; run: () => Promise<void> };
}

export const notice = signal<Notice | null>(null);

export const errorText = (error: unknown): string =>
  error instanceof UserError ? error.text[language.value] : error instanceof Error ? error.message : String(error);

/** Does something whose failure the person has to hear of. */
export function report(work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    notice.value = { kind: "error", text: errorText(error) };
  });
}
