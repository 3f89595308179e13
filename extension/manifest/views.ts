import type { Text } from "../../shared/language.ts";

/** The activity bar's container and its views. */
export const container = { id: "recipeLab", title: { en: "Recipe Lab", ko: "Recipe Lab" }, icon: "media/icon.svg" };

export const views = {
  runners: { name: { en: "Runners", ko: "러너" } },
  runs: { name: { en: "Runs", ko: "실행" } },
} as const satisfies Record<string, { name: Text }>;

export type ViewName = keyof typeof views;
export const viewId = (name: ViewName): string => `recipeLab.${name}`;

/** What an empty view says to do next. Each shows where its `when` holds. */
export const welcomes: readonly { view: ViewName; when?: string; contents: Text }[] = [];
