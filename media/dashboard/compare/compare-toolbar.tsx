import { t } from "../../l10n/index.ts";
import type { Column } from "../runs-table/column.ts";
import { headerText } from "../runs-table/write-table.ts";
import type { Axis } from "./axis.ts";
import { type Coloring, type CompareSettings, colorings } from "./compare-settings.ts";
import { valueColor } from "./value-color.ts";

interface Props {
  fields: readonly Column[];
  metrics: readonly Column[];
  field: Column;
  metric: Column;
  settings: CompareSettings;
  /** What the colours mean where they stand for values. */
  scale: Axis;
}

/** What the charts show: the metric of both, the field of one, and what the colours say. */
export function CompareToolbar({ fields, metrics, field, metric, settings, scale }: Props) {
  return (
    <div class="toolbar" role="toolbar" aria-label={t("compare.title")}>
      <label>
        {t("compare.metric")}
        <select
          value={metric.id}
          onChange={({ currentTarget }) => {
            settings.metric.value = currentTarget.value;
            settings.logMetric.value = null;
          }}
        >
          {metrics.map((each) => (
            <option key={each.id} value={each.id}>
              {headerText(each)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("compare.field")}
        <select
          value={field.id}
          onChange={({ currentTarget }) => {
            settings.field.value = currentTarget.value;
            settings.logField.value = null;
          }}
        >
          {fields.map((each) => (
            <option key={each.id} value={each.id}>
              {each.label}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("compare.coloring")}
        <select
          value={settings.coloring.value}
          onChange={({ currentTarget }) => {
            settings.coloring.value = currentTarget.value as Coloring;
          }}
        >
          {colorings.map((each) => (
            <option key={each} value={each}>
              {t(`compare.coloring.${each}`)}
            </option>
          ))}
        </select>
      </label>
      {settings.coloring.value === "value" && <ColorScale scale={scale} />}
    </div>
  );
}

const steps = Array.from({ length: 24 }, (_, index) => index);

function ColorScale({ scale: { ends } }: { scale: Axis }) {
  if (ends === null) return null;
  return (
    <span class="color-scale">
      <span class="number">{ends[0]}</span>
      <svg width="96" height="10" aria-hidden="true">
        {steps.map((step) => (
          <rect key={step} x={step * 4} width="4" height="10" fill={valueColor(step / (steps.length - 1))} />
        ))}
      </svg>
      <span class="number">{ends[1]}</span>
    </span>
  );
}
