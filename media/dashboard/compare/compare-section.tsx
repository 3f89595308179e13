import { useEffect, useMemo } from "preact/hooks";
import { t } from "../../l10n/index.ts";
import type { DashboardModel } from "../model.ts";
import type { RunRow } from "../runs-table/column.ts";
import { selectionOf, withSelection } from "../runs-table/filter/edit-filter.ts";
import { chosenMetric } from "./chosen-columns.ts";
import { ComparePanel } from "./compare-panel.tsx";
import { compareSettings } from "./compare-settings.ts";

interface Props {
  model: DashboardModel;
  color: (row: RunRow) => string;
  isShown: (row: RunRow) => boolean;
}

/** The charts that compare runs, below their table: folded where a person looks at one run, until they say otherwise. */
export function CompareSection({ model, color, isShown }: Props) {
  const { table } = model;
  const settings = useMemo(() => compareSettings(model.state), [model]);
  const open = settings.open.value ?? model.selected.value.length !== 1;
  const shown = table.shownColumns.value;
  const charted = open ? (chosenMetric(shown, settings.metric.value)?.id ?? "") : null;
  useEffect(() => {
    table.charted.value = charted;
  }, [table, charted]);
  const columns = table.columns.value;
  const kept = useMemo(() => new Set(table.filtered.value.rows.map(({ key }) => key)), [table.filtered.value.rows]);
  return (
    <details
      class="compare"
      open={open}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== open) settings.open.value = currentTarget.open;
      }}
    >
      <summary>{t("compare.title")}</summary>
      {open && (
        <ComparePanel
          rows={table.rows.value}
          columns={shown}
          kept={kept}
          settings={settings}
          color={color}
          isShown={isShown}
          hovered={table.hovered}
          onShow={(ref) => model.show([ref])}
          selection={(column) => selectionOf(table.filter.value, column, columns)}
          onSelect={(column, selection) => {
            table.filter.value = withSelection(table.filter.value, column, selection, columns);
          }}
          save={(fileName, bytes, type) => model.host.save(fileName, bytes, type)}
        />
      )}
    </details>
  );
}
