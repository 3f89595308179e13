import { t } from "../../l10n/index.ts";
import { Name } from "../../parts/name.tsx";
import { paint } from "../run-header.tsx";
import type { Column } from "../runs-table/column.ts";
import type { PlotProps } from "./plot-props.ts";

interface Props extends Pick<PlotProps, "rows" | "hovered" | "color"> {
  columns: readonly Column[];
  /** Whether screen readers are to say it: where the keys choose, not where a pointer passes. */
  aloud: boolean;
}

/** The run under the pointer or the keys, with its values; otherwise what can be done. Always one line high. */
export function Readout({ rows, hovered, color, columns, aloud }: Props) {
  const row = rows.find(({ key }) => key === hovered.value);
  return (
    <p class="readout" aria-live={aloud ? "polite" : "off"}>
      {row === undefined ? (
        <span class="muted">{t("compare.hint")}</span>
      ) : (
        <>
          <span class="accent" aria-hidden="true" ref={(element) => paint(element, color(row))} />{" "}
          <Name text={row.summary.name} />
          {columns.map((column) => (
            <span key={column.id} class="value">
              <span class="muted">
                {column.label.slice(column.group === "recipe" ? column.label.lastIndexOf(".") + 1 : 0)}
              </span>{" "}
              {column.text(row).slice(0, 60)} {column.value(row) !== undefined && column.unit}
            </span>
          ))}
        </>
      )}
    </p>
  );
}
