import { linearTicks, logTicks } from "../../charts/ticks.ts";
import { formatDuration } from "../../l10n/index.ts";
import type { CellValue, Column, RunRow } from "../runs-table/column.ts";
import type { Selection } from "../runs-table/filter/edit-filter.ts";
import { recipeNumber } from "../runs-table/recipe-columns.ts";

/** Values of a column along a line: 0 is its beginning, 1 its end. */
export interface Axis {
  column: Column;
  kind: "linear" | "log" | "categories";
  /** Null for a run that has no such value, and for what a logarithmic axis cannot show. */
  place: (value: CellValue) => number | null;
  ticks: readonly Tick[];
  /** The least and the greatest value, as they are written; null where there are none, or they have no order. */
  ends: readonly [string, string] | null;
  /** Whether any run has no place. */
  hasMissing: boolean;
  /** What a part of the axis asks for, for the filter; null for all of it. */
  select: (from: number, to: number) => Selection | null;
  /** The part of the axis that a selection covers. */
  cover: (selection: Selection) => { from: number; to: number } | null;
}

export interface Tick {
  at: number;
  label: string;
}

/** Values that span more than this stand on a logarithmic axis, unless somebody wants it otherwise. */
const wideSpan = 20;
/** Up to so many different numbers have a tick each. */
const mostExactTicks = 7;
/** Ticks closer than this share of the axis would stand on each other. */
const tickRoom = 0.075;

/** @param log null to choose by the values */
export function axisOf(column: Column, rows: readonly RunRow[], log: boolean | null = null): Axis {
  const values = rows.map((row) => column.value(row));
  const some = [...new Set(values.filter((value) => value !== undefined && !Number.isNaN(value)))];
  const numbers = some.filter((value) => typeof value === "number");
  if (column.kind === "text" || numbers.length < some.length) return categories(column, values, some);
  return numeric(column, values, numbers, log);
}

function numeric(column: Column, values: readonly CellValue[], numbers: readonly number[], log: boolean | null): Axis {
  const positive = numbers.filter((value) => value > 0);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  // Shares lie between nothing and all: there a span says little.
  const isWide = column.unit !== "%" && least > 0 && most / least >= wideSpan;
  const isLog = positive.length > 0 && (log ?? isWide);
  const [min, max] = room(isLog ? Math.min(...positive) : least, most, isLog);
  const turn = isLog ? Math.log : (value: number) => value;
  const [start, length] = [turn(min), turn(max) - turn(min)];
  const at = (value: number) => (turn(value) - start) / length;
  const back = (share: number) => (isLog ? Math.exp(start + share * length) : start + share * length);
  const place = (value: CellValue) =>
    typeof value !== "number" || Number.isNaN(value) || (isLog && value <= 0) ? null : at(value);
  const shown = numbers.filter((value) => !isLog || value > 0);
  // What a recipe says are few and chosen values; what was measured is any number.
  const exact = column.group === "recipe" && shown.length <= mostExactTicks;
  const ticks = exact ? shown.toSorted((a, b) => a - b) : (isLog ? logTicks : linearTicks)(min, max, 5);
  return {
    column,
    kind: isLog ? "log" : "linear",
    place,
    ticks: apart(ticks.map((value) => ({ at: at(value), label: tickLabel(value, column) }))),
    ends: shown.length === 0 ? null : [tickLabel(Math.min(...shown), column), tickLabel(most, column)],
    hasMissing: values.some((value) => place(value) === null),
    select: (from, to) => {
      const round = isLog ? (value: number) => Number(value.toPrecision(3)) : roundTo(length / 100);
      const selection = {
        from: from <= 0 ? Number.NEGATIVE_INFINITY : round(back(from)),
        to: to >= 1 ? Number.POSITIVE_INFINITY : round(back(to)),
      };
      return Number.isFinite(selection.from) || Number.isFinite(selection.to) ? selection : null;
    },
    cover: (selection) => {
      if ("values" in selection) return null;
      const inside = (value: number, end: number) =>
        Number.isFinite(value) ? Math.min(1, Math.max(0, place(value) ?? 0)) : end;
      return { from: inside(selection.from, 0), to: inside(selection.to, 1) };
    },
  };
}

/** Rounds to multiples of a power of ten that is no more than `width`. */
function roundTo(width: number): (value: number) => number {
  const digits = -Math.floor(Math.log10(width));
  return (value) =>
    digits >= 0 ? Number(value.toFixed(Math.min(100, digits))) : Math.round(value * 10 ** digits) / 10 ** digits;
}

/** The range as it is; of a single value, some around it. */
function room(min: number, max: number, log: boolean): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  if (min < max) return [min, max];
  return log ? [min / 2, max * 2] : [min - (Math.abs(min) || 1) / 2, max + (Math.abs(max) || 1) / 2];
}

function categories(column: Column, values: readonly CellValue[], some: readonly CellValue[]): Axis {
  const collator = new Intl.Collator("en", { numeric: true });
  const names = [...new Set(some.map(String))].sort(collator.compare);
  const at = (index: number) => (index + 0.5) / names.length;
  const places = new Map(names.map((name, index) => [name, at(index)]));
  return {
    column,
    kind: "categories",
    place: (value) => (value === undefined ? null : (places.get(String(value)) ?? null)),
    ticks: apart(names.map((label, index) => ({ at: at(index), label }))),
    ends: null,
    hasMissing: values.includes(undefined),
    select: (from, to) => {
      const chosen = names.filter((_, index) => at(index) >= from && at(index) <= to);
      return chosen.length === names.length || chosen.length === 0 ? null : { values: chosen };
    },
    cover: (selection) => {
      if (!("values" in selection)) return null;
      const chosen = names.flatMap((name, index) => (selection.values.includes(name) ? [index] : []));
      if (chosen.length === 0) return null;
      return { from: Math.min(...chosen) / names.length, to: (Math.max(...chosen) + 1) / names.length };
    },
  };
}

/** Leaves out ticks that would stand on the one before. */
function apart(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = [];
  for (const tick of ticks) if (tick.at - (kept.at(-1)?.at ?? -1) >= tickRoom) kept.push(tick);
  return kept;
}

/** Three digits of what was measured. */
function tickLabel(value: number, { kind, group }: Column): string {
  if (kind === "duration") return formatDuration(value);
  return group === "recipe" ? recipeNumber(value) : String(Number(value.toPrecision(3)));
}
