import type { Need } from "../../data/decode-part.ts";
import { type Axis, readBy } from "./axis.ts";
import type { FusedPlan } from "./fuse.ts";

/** The pixels that a plan reads, and how much smaller the image may be that it reads them from. */
export function needOf({ columns, rows }: FusedPlan): Need {
  const [left, width] = readBy(columns);
  const [top, height] = readBy(rows);
  return { box: { left, top, width, height }, shrink: Math.min(shrinkOf(columns), shrinkOf(rows)) };
}

/**
 * Averaging whole squares of pixels before the triangle filter makes the filter a little wider than it should be, and
 * less so the more is left for the triangle: at least `leftOver` pixels to each side.
 */
const leftOver = 1.5;

function shrinkOf({ length, resized }: Axis): number {
  return resized === null ? 1 : Math.max(1, length / resized / leftOver);
}
