import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { z } from "zod";
import { Frames } from "../../data/frames.ts";
import type { RunStore } from "../../data/run-store.ts";
import type { Host } from "../../hosts/host.ts";
import type { ViewState } from "../../hosts/view-state.ts";
import { language } from "../../l10n/index.ts";
import type { Column, RunRow } from "./column.ts";
import { columnsOf } from "./columns.ts";
import { applyFilter, type Filtered, needsRecipes } from "./filter/apply-filter.ts";
import { rowsOf } from "./rows.ts";
import { nameColumn } from "./run-columns.ts";
import { RunRecipes } from "./run-recipes.ts";
import { nextSorting, type Sorting, sortRows } from "./sort-rows.ts";

/** As many rows are drawn at first, and with each "show more". */
const pageOfRows = 50;
const moreRows = 200;

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
  /** Whether somebody looks at all recipes at once. */
  readonly allRecipes = signal(false);
  readonly rows: ReadonlySignal<readonly RunRow[]>;
  /** Beside the name, hidden ones too. */
  readonly columns: ReadonlySignal<readonly Column[]>;
  readonly shownColumns: ReadonlySignal<readonly Column[]>;
  readonly filtered: ReadonlySignal<Filtered>;
  readonly sorted: ReadonlySignal<readonly RunRow[]>;
  /** Why recipes cannot be read: of how many runs, and the first one's reason. */
  readonly failures: ReadonlySignal<{ count: number; reason: string } | null>;
  /** Of how many runs the recipe is still being read. */
  readonly unread: ReadonlySignal<number>;
  readonly #recipes: RunRecipes;

  constructor({ host, store, state }: { host: Host; store: RunStore; state: ViewState }) {
    this.filter = state.part("table.filter", z.string().max(2_000), "");
    this.sorting = state.part("table.sorting", sortingSchema, null);
    this.choices = state.part("table.columns", z.record(z.string(), z.boolean()), {});
    const frames = new Frames();
    this.#recipes = new RunRecipes(store, (change) => frames.request(change));
    this.rows = computed(() =>
      rowsOf(store.runs.value, {
        recipes: this.#recipes.known.value,
        runners: new Map(host.runners.value.map(({ id, name }) => [id, name])),
        now: Date.now(),
      }),
    );
    this.columns = computed(() => columnsOf(this.rows.value));
    this.shownColumns = computed(() =>
      this.columns.value.filter(({ id, shownAtFirst }) => this.choices.value[id] ?? shownAtFirst),
    );
    this.filtered = computed(() => applyFilter(this.filter.value, this.rows.value, this.#named()));
    this.sorted = computed(() => {
      const { rows } = this.filtered.value;
      const by = this.sorting.value;
      const column = this.#named().find(({ id }) => id === by?.column);
      if (by === null || column === undefined) return rows;
      const collator = new Intl.Collator(language.value, { numeric: true, sensitivity: "base" });
      return sortRows(rows, column, { descending: by.descending, collator });
    });
    this.failures = computed(() => {
      const known = this.#recipes.known.value;
      const reasons = this.rows.value.flatMap(({ key }) => {
        const read = known.get(key);
        return read !== undefined && "error" in read ? [read.error] : [];
      });
      return reasons.length === 0 ? null : { count: reasons.length, reason: reasons[0]! };
    });
    const wanted = computed(() => (this.#wantsAll() ? this.rows.value : this.sorted.value.slice(0, this.limit.value)));
    this.unread = computed(() => wanted.value.filter(({ key }) => !this.#recipes.known.value.has(key)).length);
    effect(() => {
      host.runners.value; // one that comes back is asked for what it still owes
      this.#recipes.want(wanted.value.map(({ ref }) => ref));
    });
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

  /** Recipes of runs that nobody looks at are asked for only where order, filter or charts depend on them. */
  #wantsAll(): boolean {
    const sorted = this.columns.value.find(({ id }) => id === this.sorting.value?.column);
    return this.allRecipes.value || sorted?.group === "recipe" || needsRecipes(this.filter.value, this.#named());
  }
}

const sortingSchema = z.object({ column: z.string(), descending: z.boolean() }).nullable();
