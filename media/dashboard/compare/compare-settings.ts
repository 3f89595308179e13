import type { Signal } from "@preact/signals";
import { z } from "zod";
import type { ViewState } from "../../hosts/view-state.ts";

export const colorings = ["run", "value"] as const;
export type Coloring = (typeof colorings)[number];

/** What a person has set up of the comparing charts. Null is what the page chooses by itself. */
export interface CompareSettings {
  open: Signal<boolean | null>;
  /** Ids of columns: the metric of both charts, and the field that runs along the bottom of the scatter chart. */
  metric: Signal<string | null>;
  field: Signal<string | null>;
  logField: Signal<boolean | null>;
  logMetric: Signal<boolean | null>;
  /** Lines and points in the colour of their run, or by the metric's value. */
  coloring: Signal<Coloring>;
}

export function compareSettings(state: ViewState): CompareSettings {
  const flag = z.boolean().nullable();
  const id = z.string().nullable();
  return {
    open: state.part("compare.open", flag, null),
    metric: state.part("compare.metric", id, null),
    field: state.part("compare.field", id, null),
    logField: state.part("compare.logField", flag, null),
    logMetric: state.part("compare.logMetric", flag, null),
    coloring: state.part("compare.coloring", z.enum(colorings), "run"),
  };
}
