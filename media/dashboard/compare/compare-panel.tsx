import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { t } from "../../l10n/index.ts";
import { chartColors } from "../../theme/chart-colors.ts";
import type { Column, RunRow } from "../runs-table/column.ts";
import type { Selection } from "../runs-table/filter/edit-filter.ts";
import { axisOf } from "./axis.ts";
import { chosenField, chosenMetric, fieldsOf, metricsOf } from "./chosen-columns.ts";
import type { CompareSettings } from "./compare-settings.ts";
import { CompareToolbar } from "./compare-toolbar.tsx";
import { ParallelCoordinates } from "./parallel.tsx";
import type { PlotProps } from "./plot-props.ts";
import { Readout } from "./readout.tsx";
import { Scatter } from "./scatter.tsx";
import { valueColor } from "./value-color.ts";

interface Props extends Omit<PlotProps, "rows" | "onFocused"> {
  rows: readonly RunRow[];
  /** Columns that are shown: fields of the recipe become axes, and metrics can be chosen. */
  columns: readonly Column[];
  settings: CompareSettings;
  selection: (column: Column) => Selection | null;
  onSelect: (column: Column, selection: Selection | null) => void;
}

/** How results follow from what differs between recipes: all fields at once, and one field against one metric. */
export function ComparePanel({ rows, columns, settings, selection, onSelect, ...shared }: Props) {
  const focused = useSignal(false);
  const read = useMemo(() => rows.filter(({ recipe }) => recipe !== null), [rows]);
  const [fields, metrics] = [fieldsOf(columns), metricsOf(columns)];
  const metric = chosenMetric(columns, settings.metric.value);
  const field = chosenField(columns, settings.field.value, read);
  const axes = useMemo(() => {
    if (metric === undefined || field === undefined) return null;
    return {
      all: [...fields, metric].map((column) => axisOf(column, read)),
      x: axisOf(field, read, settings.logField.value),
      y: axisOf(metric, read, settings.logMetric.value),
    };
  }, [read, columns, metric, field, settings.logField.value, settings.logMetric.value]);
  if (rows.length < 2) return <p class="muted">{t("compare.needsRuns")}</p>;
  if (read.length < 2) return <p class="muted">{t("loading")}</p>;
  if (field === undefined) return <p class="muted">{t("compare.needsFields")}</p>;
  if (metric === undefined || axes === null) return <p class="muted">{t("compare.needsMetric")}</p>;

  const byValue = settings.coloring.value === "value";
  const color = (row: RunRow) => {
    if (!byValue) return shared.color(row);
    const place = axes.y.place(metric.value(row));
    return place === null ? chartColors().muted : valueColor(place);
  };
  const plot = {
    ...shared,
    rows: read,
    color,
    onFocused: (on: boolean) => {
      focused.value = on;
    },
  };
  return (
    <>
      <CompareToolbar
        fields={fields}
        metrics={metrics}
        field={field}
        metric={metric}
        settings={settings}
        scale={axes.y}
      />
      <Readout aloud={focused.value} rows={read} hovered={shared.hovered} columns={[metric, ...fields]} color={color} />
      <div class={fields.length < 6 ? "compare-plots beside" : "compare-plots"}>
        <ParallelCoordinates {...plot} axes={axes.all} selection={selection} onSelect={onSelect} />
        <Scatter
          {...plot}
          x={axes.x}
          y={axes.y}
          onLogX={(log) => {
            settings.logField.value = log;
          }}
          onLogY={(log) => {
            settings.logMetric.value = log;
          }}
        />
      </div>
    </>
  );
}
