import type { Signal } from "@preact/signals";
import type { RunRef } from "../../../shared/dashboard/messages.ts";
import type { RunRow } from "../runs-table/column.ts";

/** What both charts are drawn from. */
export interface PlotProps {
  rows: readonly RunRow[];
  /** Keys of the runs that the filter leaves; the others are faint. */
  kept: ReadonlySet<string>;
  /** Of a run's line or point. */
  color: (row: RunRow) => string;
  /** Whether its curves are in the charts above. */
  isShown: (row: RunRow) => boolean;
  /** The key of the run under the pointer, here or in the table. */
  hovered: Signal<string | null>;
  /** Told when the keys go to a chart or leave it: what they choose is read out. */
  onFocused: (focused: boolean) => void;
  /** Shows a run alone. */
  onShow: (run: RunRef) => void;
  save: (fileName: string, bytes: Uint8Array<ArrayBuffer>, type: string) => void;
}
