import type { ChartLine } from "../../charts/chart-line.ts";
import type { PlainKey } from "../../l10n/index.ts";

export type LineStyle = Pick<ChartLine, "dash" | "axis" | "best"> & { metric: string };

/** A chart of the dashboard: which metrics of a run it shows, and how. */
export interface ChartDefinition {
  id: string;
  title: PlainKey;
  /** The lines for a run that has reported these metrics. */
  lines: (reported: ReadonlySet<string>) => LineStyle[];
}
