import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { z } from "zod";
import { answered } from "../../data/lazy-answers.ts";
import { runKey } from "../../data/run-key.ts";
import type { RunStore } from "../../data/run-store.ts";
import type { Host } from "../../hosts/host.ts";
import type { ViewState } from "../../hosts/view-state.ts";
import { language } from "../../l10n/index.ts";
import type { Column, RunRow } from "./column.ts";
import { columnsOf } from "./columns.ts";
import { applyFilter, type Filtered, filterNeeds } from "./filter/apply-filter.ts";
import { askedMetric } from "./metric-columns.ts";
import { recipeColumns } from "./recipe-columns.ts";
import { rowsOf } from "./rows.ts";
import { nameColumn } from "./run-columns.ts";
import { RunDetails, type WantedDetails } from "./run-details.ts";
import { nextSorting, type Sorting, SteadyValues, sortRows } from "./sort-rows.ts";

/** As many rows are drawn at first, and with each "show more". */
const pageOfRows = 50;
const moreRows = 100;

/** What of the table is looked at: which rows in which order with which columns. Kept over hiding and loading the page. */
export class RunsTableModel {
  readonly filter: Signal<string>;
  readonly sorting: Signal<Sorting | null>;
  /** Columns that a person has shown or hidden, by id. */
  readonly choices: Signal<Readonly<Record<string, boolean>>>;
  /** The run under the pointer, by key; the charts below the table share it. */
  readonly hovered = signal<string | null>(null);
  /** Rows that are drawn at most. */
  readonly limit = signal(pageOfRows);
  /** The column whose values charts show of all runs; null while there are no charts. */
  readonly charted = signal<string | null>(null);
  readonly rows: ReadonlySignal<readonly RunRow[]>;
  /** Beside the name, hidden ones too. */
  readonly columns: ReadonlySignal<readonly Column[]>;
  readonly shownColumns: ReadonlySignal<readonly Column[]>;
  readonly filtered: ReadonlySignal<Filtered>;
  readonly sorted: ReadonlySignal<readonly RunRow[]>;
  /** What is asked of runners beyond the list of their runs. */
  readonly details: RunDetails;

  constructor({ host, store, state }: { host: Host; store: RunStore; state: ViewState }) {
    this.filter = state.part("table.filter", z.string().max(2_000), "");
    this.sorting = state.part("table.sorting", sortingSchema, null);
    this.choices = state.part("table.columns", z.record(z.string(), z.boolean()), {});
    this.details = new RunDetails(host, store);
    this.rows = computed(() =>
      rowsOf(store.runs.value, {
        recipes: this.details.recipes.value,
        bests: this.details.bests.value,
        runners: new Map(host.runners.value.map(({ id, name }) => [id, name])),
        now: Date.now(),
      }),
    );
    // Told by their keys alone: while values stream in, the recipes are not compared anew.
    const keys = computed(() => store.runs.value.map(({ ref }) => runKey(ref)).join("\0"));
    const fields = computed(() => {
      const known = this.details.recipes.value;
      return recipeColumns(keys.value.split("\0").flatMap((key) => answered(known.get(key)) ?? []));
    });
    this.columns = computed(() => columnsOf(this.rows.value, fields.value));
    this.shownColumns = computed(() => this.columns.value.filter((column) => this.isShown(column)));
    this.filtered = computed(() => applyFilter(this.filter.value, this.rows.value, this.#named()));
    const steady = new SteadyValues();
    this.sorted = computed(() => {
      const { rows } = this.filtered.value;
      const by = this.sorting.value;
      const column = this.#sortedBy();
      if (by === null || column === undefined) return rows;
      const collator = new Intl.Collator(language.value, { numeric: true, sensitivity: "base" });
      return sortRows(rows, steady.of(by, column), { descending: by.descending, collator });
    });
    this.details.follow(computed(() => this.#wanted()));
  }

  isShown({ id, shownAtFirst }: Column): boolean {
    return this.choices.value[id] ?? shownAtFirst;
  }

  sortBy(column: string): void {
    this.sorting.value = nextSorting(this.sorting.value, column);
  }

  showColumn(id: string, shown: boolean): void {
    this.choices.value = { ...this.choices.value, [id]: shown };
  }

  showAllColumns(): void {
    this.choices.value = Object.fromEntries(this.columns.value.map(({ id }) => [id, true]));
  }

  /** Columns as they are before somebody has chosen. */
  resetColumns(): void {
    this.choices.value = {};
  }

  showMore(): void {
    this.limit.value += moreRows;
  }

  /** Every column that a filter can name and a header can sort by. */
  #named(): Column[] {
    return [nameColumn(), ...this.columns.value];
  }

  #sortedBy(): Column | undefined {
    return this.#named().find(({ id }) => id === this.sorting.value?.column);
  }

  /** Details of the runs that are drawn; of all runs, where order, filter or charts depend on them. */
  #wanted(): WantedDetails {
    const all = this.rows.value;
    const drawn = this.sorted.value.slice(0, this.limit.value);
    const needs = filterNeeds(this.filter.value, this.#named());
    const charted = this.columns.value.filter(({ id }) => id === this.charted.value);
    const decisive = [...needs.columns, ...charted, this.#sortedBy()].filter((column) => column !== undefined);
    const isOfAll = this.charted.value !== null || needs.recipes || decisive.some(({ source }) => source === "recipe");
    const bests = new Map<string, readonly RunRow[]>();
    for (const [columns, rows] of [
      [this.shownColumns.value, drawn],
      [decisive, all],
    ] as const)
      for (const column of columns) {
        const metric = askedMetric(column);
        if (metric !== undefined) bests.set(metric, rows);
      }
    return { recipes: isOfAll ? all : drawn, bests };
  }
}

const sortingSchema = z.object({ column: z.string(), descending: z.boolean() }).nullable();
