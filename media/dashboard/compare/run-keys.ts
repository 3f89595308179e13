import type { RunRow } from "../runs-table/column.ts";
import type { PlotProps } from "./plot-props.ts";

/** Keys on a chart of runs: arrows go from run to run in the order given, Enter shows one, Escape leaves it. */
export function runKeys(rows: readonly RunRow[], { hovered, onShow }: Pick<PlotProps, "hovered" | "onShow">) {
  return (event: KeyboardEvent): void => {
    const at = rows.findIndex(({ key }) => key === hovered.value);
    const last = rows.length - 1;
    const to = {
      ArrowUp: Math.min(at + 1, last),
      ArrowRight: Math.min(at + 1, last),
      ArrowDown: Math.max(at - 1, 0),
      ArrowLeft: Math.max(at - 1, 0),
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined) hovered.value = rows[to]?.key ?? null;
    else if (event.key === "Escape") hovered.value = null;
    else if (event.key === "Enter" && rows[at] !== undefined) onShow(rows[at].ref);
    else return;
    event.preventDefault();
  };
}
