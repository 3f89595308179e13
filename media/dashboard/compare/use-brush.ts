import { type Signal, useSignal } from "@preact/signals";
import type { Place } from "./nearest.ts";
import type { ParallelLayout } from "./parallel-layout.ts";

/** A part of an axis that is being marked, as shares of the axis. */
export interface Brush {
  axis: number;
  from: number;
  to: number;
}

/** As near as a press must come to an axis. */
const reach = 8;
/** A press that moves less, in pixels, marks nothing. */
const least = 4;
const nearEnd = 6;

/** What a pointer does that is pressed on an axis: it marks a part, and a mere click takes the mark away. */
export function useBrush(
  { x, top, bottom }: ParallelLayout,
  onMarked: (axis: number, part: { from: number; to: number } | null) => void,
): {
  brush: Signal<Brush | null>;
  /** Whether an axis is there. */
  begin: (at: Place) => boolean;
  move: (at: Place) => void;
  end: () => void;
} {
  const brush = useSignal<Brush | null>(null);
  // The last value is meant by whoever comes close to the end.
  const share = ({ y }: Place) => (y < top + nearEnd ? 1 : y > bottom - nearEnd ? 0 : (bottom - y) / (bottom - top));
  return {
    brush,
    begin: (at) => {
      const axis = x.findIndex((place) => Math.abs(place - at.x) <= reach);
      if (axis >= 0) brush.value = { axis, from: share(at), to: share(at) };
      return axis >= 0;
    },
    move: (at) => {
      if (brush.value !== null) brush.value = { ...brush.value, to: share(at) };
    },
    end: () => {
      const marked = brush.value;
      if (marked === null) return;
      brush.value = null;
      const [from, to] = [Math.min(marked.from, marked.to), Math.max(marked.from, marked.to)];
      onMarked(marked.axis, (to - from) * (bottom - top) < least ? null : { from, to });
    },
  };
}
