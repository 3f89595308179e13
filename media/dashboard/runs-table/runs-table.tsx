import { type ReadonlySignal, type Signal, useComputed } from "@preact/signals";
import type { RunRef } from "../../../shared/dashboard/messages.ts";
import { t } from "../../l10n/index.ts";
import { Name } from "../../parts/name.tsx";
import { usePointerMoved } from "../../parts/use-pointer-moved.ts";
import { paint } from "../run-header.tsx";
import { StateBadge } from "../state-badge.tsx";
import type { Column, RunRow } from "./column.ts";
import { HeaderCell } from "./header-cell.tsx";
import type { Sorting } from "./sort-rows.ts";

interface Props {
  /** Those that are drawn, in order. */
  rows: readonly RunRow[];
  /** Beside the name. */
  columns: readonly Column[];
  sorting: Sorting | null;
  onSort: (column: string) => void;
  /** The accent of a run. */
  color: (row: RunRow) => string;
  /** Whether its curves are in the charts. */
  isShown: (row: RunRow) => boolean;
  /** Lays it over those that are shown, or takes it away. */
  onToggle: (run: RunRef) => void;
  /** Shows it alone. */
  onShow: (run: RunRef) => void;
  /** The key of the run under the pointer. */
  hovered: Signal<string | null>;
}

/** Runs with their metrics and the fields in which their recipes differ. A tick lays one over the others, its name shows it alone. */
export function RunsTable({ rows, columns, sorting, onSort, ...rowProps }: Props) {
  const hasMoved = usePointerMoved();
  return (
    <table class="list runs-table">
      <thead>
        <tr>
          <th scope="col" class="of-tick">
            <span class="visually-hidden">{t("runs.show")}</span>
          </th>
          <HeaderCell
            class="of-name"
            column={{ id: "name", label: t("runs.name"), unit: "", kind: "text", group: "run" }}
            sorting={sorting}
            onSort={onSort}
          />
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sorting={sorting} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.key} row={row} columns={columns} hasMoved={hasMoved} {...rowProps} />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = Omit<Props, "rows" | "sorting" | "onSort"> & { row: RunRow; hasMoved: (event: MouseEvent) => boolean };

function Row({ row, columns, color, isShown, onToggle, onShow, hovered, hasMoved }: RowProps) {
  const shown = isShown(row);
  const under: ReadonlySignal<boolean> = useComputed(() => hovered.value === row.key);
  const { name } = row.summary;
  return (
    <tr
      class={[shown && "shown", under.value && "hovered"].filter(Boolean).join(" ")}
      onPointerEnter={(event) => {
        if (hasMoved(event)) hovered.value = row.key;
      }}
      onPointerLeave={(event) => {
        if (hasMoved(event)) hovered.value = null;
      }}
    >
      <td class="of-tick">
        <input
          type="checkbox"
          checked={shown}
          aria-label={t("runs.tick", { name: name.slice(0, 100) })}
          onChange={() => onToggle(row.ref)}
        />
      </td>
      <th scope="row" class="of-name">
        <button type="button" class="plain" onClick={() => onShow(row.ref)}>
          <span class="accent" aria-hidden="true" ref={(element) => paint(element, color(row))} />
          <Name text={name} />
        </button>
      </th>
      {columns.map((column) => (
        <Cell key={column.id} column={column} row={row} />
      ))}
    </tr>
  );
}

function Cell({ column, row }: { column: Column; row: RunRow }) {
  if (column.id === "state")
    return (
      <td>
        <StateBadge state={row.summary.state} />
      </td>
    );
  const text = column.text(row);
  if (column.kind !== "text") return <td class={column.kind === "time" ? "muted" : "number"}>{text}</td>;
  return (
    <td class="of-text">
      <Name text={text} />
    </td>
  );
}
