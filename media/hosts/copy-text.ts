import { t } from "../l10n/index.ts";

/** Copies a text. Over plain HTTP from another machine browsers have no clipboard for pages, only what a selection copies. */
export async function copyText(text: string): Promise<void> {
  if (isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "visually-hidden";
  // Inside a dialog that is open nothing else can be selected.
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error(t("copy.refused"));
}
