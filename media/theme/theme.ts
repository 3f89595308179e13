import { signal } from "@preact/signals";

/**
 * Which palette the page shows. In the editor the colours are the editor's own variables; in a browser the page has four
 * palettes of its own (`palettes.css`) and follows the system, or what the person chose. Charts read their colours when
 * `themeVersion` changes.
 */
export const themeChoices = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** Counts up with each change of colours. */
export const themeVersion = signal(0);

/** Follows the editor's theme: it changes the classes of the body and the variables of the document. */
export function followEditorTheme(): void {
  const changed = () => {
    themeVersion.value += 1;
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
}

const queries = {
  dark: "(prefers-color-scheme: dark)",
  contrast: "(prefers-contrast: more)",
  forced: "(forced-colors: active)",
} as const;

/** Follows the system and `choice()`; returns what to call when the choice has changed. */
export function followSystemTheme(choice: () => ThemeChoice): () => void {
  const apply = () => {
    const chosen = choice();
    const dark = chosen === "system" ? matchMedia(queries.dark).matches : chosen === "dark";
    const contrast = matchMedia(queries.contrast).matches || matchMedia(queries.forced).matches;
    document.body.dataset.theme = `${contrast ? "contrast-" : ""}${dark ? "dark" : "light"}`;
    themeVersion.value += 1;
  };
  for (const query of Object.values(queries)) matchMedia(query).addEventListener("change", apply);
  apply();
  return apply;
}
