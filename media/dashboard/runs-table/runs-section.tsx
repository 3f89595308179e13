import { runKey } from "../../data/run-key.ts";
import { t } from "../../l10n/index.ts";
import { Menu } from "../../parts/menu.tsx";
import { notice } from "../../parts/notices.ts";
import { shownAccent } from "../../theme/run-accents.ts";
import { CompareSection } from "../compare/compare-section.tsx";
import type { DashboardModel } from "../model.ts";
import type { RunRow } from "./column.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { FilterBox } from "./filter-box.tsx";
import { NoRuns } from "./no-runs.tsx";
import { nameColumn } from "./run-columns.ts";
import { RunsTable } from "./runs-table.tsx";
import type { RunsTableModel } from "./table-model.ts";
import { tableCsv, tableMarkdown } from "./write-table.ts";

/** The runs of all runners: the table with what narrows, orders and copies it. */
export function RunsSection({ model }: { model: DashboardModel }) {
  const { table } = model;
  const all = table.rows.value;
  if (all.length === 0) return <NoRuns model={model} />;
  const { problem } = table.filtered.value;
  const rows = table.sorted.value;
  const drawn = rows.slice(0, table.limit.value);
  const columns = table.shownColumns.value;
  const colors = new Map(model.selected.value.map((ref, i) => [runKey(ref), model.colors.value[i]!]));
  const color = ({ key, ref }: RunRow) => colors.get(key) ?? shownAccent(model.store.accent(ref));
  const isShown = ({ key }: RunRow) => colors.has(key);
  const failures = table.details.failures.value;
  return (
    <section class="runs" aria-labelledby="runs-title">
      <div class="runs-bar">
        <h2 id="runs-title" aria-live="polite">
          {rows.length === all.length
            ? t("runs.title", { count: all.length })
            : t("table.filtered", { shown: rows.length, count: all.length })}
        </h2>
        <FilterBox
          filter={table.filter.value}
          problem={problem}
          unread={table.details.unread.value}
          onFilter={(filter) => {
            table.filter.value = filter;
          }}
        />
        <ColumnMenu
          columns={table.columns.value}
          isShown={(column) => table.isShown(column)}
          onShow={(id, shown) => table.showColumn(id, shown)}
          onAll={() => table.showAllColumns()}
          onReset={() => table.resetColumns()}
        />
        <Menu label={t("table.copy")} items={copyItems(model, table)} />
      </div>
      {model.selected.value.length === 0 && <p class="muted">{t("runs.choose")}</p>}
      {failures !== null && (
        <p class="error">{t("table.unread", { count: failures.count, reason: failures.reason.slice(0, 300) })}</p>
      )}
      <div class="scroll runs-scroll">
        <RunsTable
          rows={drawn}
          columns={columns}
          sorting={table.sorting.value}
          onSort={(column) => table.sortBy(column)}
          color={color}
          isShown={isShown}
          onToggle={(ref) => model.toggle(ref)}
          onShow={(ref) => model.show([ref])}
          hovered={table.hovered}
        />
        {rows.length === 0 && <p class="empty muted">{t("table.noneLeft")}</p>}
      </div>
      {drawn.length < rows.length && (
        <p class="more muted">
          {t("table.notDrawn", { count: rows.length - drawn.length })}{" "}
          <button type="button" onClick={() => table.showMore()}>
            {t("table.more")}
          </button>
        </p>
      )}
      <CompareSection model={model} color={color} isShown={isShown} />
    </section>
  );
}

/** What the filter leaves, in its order, with the columns that are shown; also rows that are not drawn yet. */
function copyItems({ host }: DashboardModel, table: RunsTableModel) {
  const content = () => [[nameColumn(), ...table.shownColumns.value], table.sorted.value] as const;
  const copied = async (text: string) => {
    await host.copy(text);
    notice.value = { kind: "info", text: t("table.copied", { count: table.sorted.value.length }) };
  };
  return [
    { label: t("table.copyMarkdown"), run: () => copied(tableMarkdown(...content())) },
    { label: t("table.copyCsv"), run: () => copied(tableCsv(...content())) },
    {
      label: t("table.saveCsv"),
      run: () => host.save("runs.csv", new TextEncoder().encode(tableCsv(...content())), "text/csv"),
    },
  ];
}
