import type { RunRow } from "../runs-table/column.ts";
import type { Axis } from "./axis.ts";
import type { Place } from "./nearest.ts";

/** Where the axes of parallel coordinates stand, in pixels. */
export interface ParallelLayout {
  /** Of the drawing: at least what the axes need beside each other. */
  width: number;
  height: number;
  /** Ends of the axes. */
  top: number;
  bottom: number;
  /** Where a line passes that has no value on the axis. */
  missing: number;
  /** Of each axis, left to right. */
  x: readonly number[];
  /** As many letters of an axis's name have room beside its neighbours and the edges. */
  letters: number;
}

const height = 280;
const side = 56;
const leastGap = 108;
const letterWidth = 6.6;

export function parallelLayout(width: number, axes: number): ParallelLayout {
  const gap = Math.max(leastGap, (width - 2 * side) / Math.max(1, axes - 1));
  return {
    width: Math.max(width, 2 * side + gap * (axes - 1)),
    height,
    top: 44,
    bottom: height - 38,
    missing: height - 20,
    x: Array.from({ length: axes }, (_, index) => side + index * gap),
    letters: Math.floor(Math.min(gap - 6, 2 * side) / letterWidth),
  };
}

/** A run's line: a place on each axis. */
export function lineOf(row: RunRow, axes: readonly Axis[], { x, top, bottom, missing }: ParallelLayout): Place[] {
  return axes.map((axis, index) => {
    const place = axis.place(axis.column.value(row));
    return { x: x[index]!, y: place === null ? missing : bottom - place * (bottom - top) };
  });
}

export const pathOf = (line: readonly Place[]): string =>
  `M${line.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
