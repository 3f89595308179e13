import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { t } from "../../l10n/index.ts";
import type { Column, RunRow } from "../runs-table/column.ts";
import type { Selection } from "../runs-table/filter/edit-filter.ts";
import { axisOf } from "./axis.ts";
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
  const fields = columns.filter(({ group }) => group === "recipe");
  const metrics = columns.filter(({ group, kind }) => group === "metric" || kind === "duration");
  const metric = chosen(metrics, settings.metric.value) ?? chosen(metrics, "best/validation/top1") ?? metrics[0];
  const field = chosen(fields, settings.field.value) ?? mostVaried(fields, read);
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
    const place = axes.y.place(metric.value(row));
    return byValue && place !== null ? valueColor(place) : shared.color(row);
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

/** The field to begin with: of those that are numbers, the one with the most different values. */
function mostVaried(fields: readonly Column[], rows: readonly RunRow[]): Column | undefined {
  const variety = ({ kind, value }: Column) => (kind === "number" ? new Set(rows.map(value)).size : 0);
  return fields.toSorted((a, b) => variety(b) - variety(a))[0];
}

const chosen = (columns: readonly Column[], id: string | null) => columns.find((column) => column.id === id);
