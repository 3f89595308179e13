import type { Column } from "./column.ts";
import type { Sorting } from "./sort-rows.ts";

interface Props {
  column: Pick<Column, "id" | "label" | "unit" | "kind" | "group">;
  sorting: Sorting | null;
  onSort: (column: string) => void;
  class?: string;
}

/** A header that sorts: upwards, downwards, and back. */
export function HeaderCell({ column, sorting, onSort, class: more = "" }: Props) {
  const { id, label, unit, kind, group } = column;
  const order = sorting?.column !== id ? "none" : sorting.descending ? "descending" : "ascending";
  const isNumber = kind === "number" || kind === "duration";
  // The section of a field stands above its name: the column is as wide as its values.
  const cut = group === "recipe" ? label.lastIndexOf(".") + 1 : 0;
  return (
    <th scope="col" class={`${isNumber ? "number" : ""} ${more}`} aria-sort={order}>
      <button type="button" class="plain" title={id} onClick={() => onSort(id)}>
        <span class={label.length > 12 && cut === 0 ? "long" : ""}>
          {cut > 0 && <span class="section">{label.slice(0, cut)}</span>}
          {label.slice(cut)}
          {unit !== "" && <span class="unit"> {unit}</span>}
        </span>
        <span class="order" aria-hidden="true">
          {order === "none" ? "" : order === "ascending" ? "▲" : "▼"}
        </span>
      </button>
    </th>
  );
}
