import type { Language } from "../../shared/language.ts";

/** How a picture is taken: in which theme, or narrow, in the light one. */
export type PictureKind = "light" | "dark" | "high-contrast" | "narrow";

/** A part of the gallery: one address, and a picture of each kind. */
interface Section {
  title: string;
  /** Where it is not the one of the address. */
  language?: Language;
  pictures: readonly PictureKind[];
}

const both = ["light", "dark"] as const;
const light = ["light"] as const;
const dark = ["dark"] as const;

/** What the gallery shows, in order, by the name that stands in the address after #. */
export const sectionList = {
  "chart-states": { title: "Charts: values", pictures: [...both, "high-contrast"] },
  "chart-axes": { title: "Charts: axes", pictures: both },
  "chart-names": { title: "Charts: names", pictures: both },
  "chart-million": { title: "Charts: a million points", pictures: both },
  "run-header": { title: "Run: header", pictures: [...both, "narrow"] },
  "run-header-korean": { title: "Run: header in Korean", language: "ko", pictures: [...both, "high-contrast"] },
  figures: { title: "Run: figures", pictures: both },
  runs: { title: "Runs: table", pictures: [...both, "narrow"] },
  "runs-korean": { title: "Runs: table in Korean", language: "ko", pictures: [...both, "high-contrast"] },
  empty: { title: "Runs: none", pictures: both },
  "tab-recipe": { title: "Tab: recipe", pictures: both },
  "tab-difference": { title: "Tab: difference", pictures: both },
  "tab-log": { title: "Tab: log", pictures: both },
  "tab-images": { title: "Tab: images", pictures: both },
  "tab-confusion": { title: "Tab: confusion", pictures: [...both, "high-contrast"] },
  "tab-environment": { title: "Tab: environment", pictures: both },
  messages: { title: "Messages", pictures: [...both, "high-contrast"] },
  "notice-info": { title: "Messages: notice", pictures: both },
  "notice-error": { title: "Messages: error", pictures: both },
  "dialog-text": { title: "Dialog: a text", pictures: both },
  "dialog-choice": { title: "Dialog: a choice", pictures: both },
  "sign-in": { title: "Sign in", pictures: both },
  "sign-in-korean": { title: "Sign in, in Korean", language: "ko", pictures: both },
  dashboard: { title: "Dashboard: a run", pictures: [...both, "narrow"] },
  // What these are made of has pictures of its own in both themes.
  "dashboard-compared": { title: "Dashboard: three runs", pictures: dark },
  "dashboard-korean": { title: "Dashboard in Korean", language: "ko", pictures: dark },
  "dashboard-ten": { title: "Dashboard: charts of ten runs", pictures: light },
  "dashboard-names": { title: "Dashboard: charts of runs with such names", pictures: dark },
  "dashboard-million": { title: "Dashboard: charts of a million steps", pictures: light },
  schedule: { title: "Schedule", pictures: [...both, "high-contrast"] },
  "schedule-problem": { title: "Schedule: problems", pictures: both },
  "schedule-korean": { title: "Schedule in Korean", language: "ko", pictures: both },
  preview: { title: "Preview", pictures: both },
  "preview-nothing": { title: "Preview: nothing to show", pictures: both },
  "preview-korean": { title: "Preview in Korean", language: "ko", pictures: both },
} as const satisfies Record<string, Section>;

export type SectionName = keyof typeof sectionList;
export const sectionNames = Object.keys(sectionList) as SectionName[];
export const sectionNamed = (name: SectionName): Section => sectionList[name];
