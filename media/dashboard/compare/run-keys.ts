import type { Column, RunRow } from "../runs-table/column.ts";
import { sortRows } from "../runs-table/sort-rows.ts";
import type { PlotProps } from "./plot-props.ts";

/**
 * Keys on a chart of runs: arrows go from run to run in the order of a column, to the least and the greatest with Home and
 * End; Enter shows one, Escape leaves it.
 */
export function runKeys(
  rows: readonly RunRow[],
  by: Column,
  { hovered, onShow }: Pick<PlotProps, "hovered" | "onShow">,
): (event: KeyboardEvent) => void {
  return (event) => {
    const ordered = sortRows(rows, by, { descending: false, collator: new Intl.Collator("en", { numeric: true }) });
    const at = ordered.findIndex(({ key }) => key === hovered.value);
    const last = ordered.length - 1;
    const to = {
      ArrowUp: Math.min(at + 1, last),
      ArrowRight: Math.min(at + 1, last),
      ArrowDown: Math.max(at - 1, 0),
      ArrowLeft: Math.max(at - 1, 0),
      Home: 0,
      End: last,
    }[event.key];
    const row = ordered[at];
    if (to !== undefined) hovered.value = ordered[to]?.key ?? null;
    else if (event.key === "Escape") hovered.value = null;
    else if (event.key === "Enter" && row !== undefined) onShow(row.ref);
    else return;
    event.preventDefault();
  };
}
