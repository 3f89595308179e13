/**
 * One axis of a crop, a resize, a crop of the result and a flip, composed: the image's pixels from `start` on, `length` of
 * them, are resized to `resized`; of these the output has those from `offset` on, `outputs` of them, mirrored where `flip`.
 */
export interface Axis {
  start: number;
  length: number;
  /** Null: not resized. */
  resized: number | null;
  /** Negative, and beyond the end, where the output is padded with 0. */
  offset: number;
  outputs: number;
  flip: boolean;
}

export function wholeAxis(length: number): Axis {
  return { start: 0, length, resized: null, offset: 0, outputs: length, flip: false };
}

/** Whether there are outputs that lie beyond the pixels. */
export function isPadded({ length, resized, offset, outputs }: Axis): boolean {
  return offset < 0 || offset + outputs > (resized ?? length);
}

/**
 * Cuts the output: from `offset` on, `outputs` pixels, which may lie beyond it. Null where the cut would show pixels
 * again that an earlier one has taken away.
 */
export function cropAxis(axis: Axis, offset: number, outputs: number): Axis | null {
  const inside = offset >= 0 && offset + outputs <= axis.outputs;
  const complete = axis.offset <= 0 && axis.offset + axis.outputs >= (axis.resized ?? axis.length);
  if (!inside && !complete) return null;
  const fromStart = axis.flip ? axis.outputs - offset - outputs : offset;
  return { ...axis, offset: axis.offset + fromStart, outputs };
}

/** Resizes the output. Null where it was resized before or is padded: that is no single filter over the image. */
export function resizeAxis(axis: Axis, resized: number): Axis | null {
  if (axis.resized !== null || isPadded(axis)) return null;
  return { ...axis, start: axis.start + axis.offset, length: axis.outputs, resized, offset: 0, outputs: resized };
}

/** The pixels of the image that are read: the first, and how many. At least one, even where all is padding. */
export function readBy({ start, length, resized, offset, outputs }: Axis): [number, number] {
  if (resized !== null) return [start, length];
  const first = Math.min(Math.max(offset, 0), length - 1);
  const end = Math.max(Math.min(offset + outputs, length), first + 1);
  return [start + first, end - first];
}
