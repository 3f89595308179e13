import type { ComponentType } from "preact";
import type { SectionName } from "../section-list.ts";
import { chartAxes } from "./chart-axes.tsx";
import { chartMillion } from "./chart-million.tsx";
import { chartNames } from "./chart-names.tsx";
import { chartStates } from "./chart-states.tsx";
import { dashboardSections } from "./dashboard.tsx";
import { headerSections } from "./header.tsx";
import { messageSections } from "./messages.tsx";
import { previewSections } from "./preview.tsx";
import { runsSections } from "./runs.tsx";
import { scheduleSections } from "./schedule.tsx";
import { tabSections } from "./tabs.tsx";

/** What each section draws. */
export const sections = {
  ...chartStates,
  ...chartAxes,
  ...chartNames,
  ...chartMillion,
  ...headerSections,
  ...runsSections,
  ...tabSections,
  ...messageSections,
  ...dashboardSections,
  ...scheduleSections,
  ...previewSections,
} satisfies Record<SectionName, ComponentType>;
