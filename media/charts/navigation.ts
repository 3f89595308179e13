import type { ChartLine } from "./chart-line.ts";
import { nearest } from "./points.ts";
import type { ChartView } from "./view.ts";

/** Wheel zooms, dragging pans, a double click shows all; the pointer moves the cursor. Returns how to end it. */
export function followPointer(surface: HTMLElement, view: ChartView, xAt: (left: number) => number): () => void {
  let dragged: { x: number; min: number; max: number } | null = null;
  const left = (event: MouseEvent) => event.clientX - surface.getBoundingClientRect().left;
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) view.pan(event.deltaX / surface.clientWidth);
    else view.zoom(2 ** ((Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 120)) / 240), xAt(left(event)));
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    dragged = { x: event.clientX, ...view.shown.value };
    surface.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    if (dragged !== null) {
      const shift = ((dragged.x - event.clientX) / surface.clientWidth) * (dragged.max - dragged.min);
      if (shift !== 0) view.show(dragged.min + shift, dragged.max + shift);
    }
    view.cursor.value = xAt(left(event));
  };
  const onUp = () => {
    dragged = null;
  };
  const onLeave = () => {
    if (dragged === null) view.cursor.value = null;
  };
  const onDouble = () => view.reset();
  surface.addEventListener("wheel", onWheel, { passive: false });
  surface.addEventListener("pointerdown", onDown);
  surface.addEventListener("pointermove", onMove);
  surface.addEventListener("pointerup", onUp);
  surface.addEventListener("pointercancel", onUp);
  surface.addEventListener("pointerleave", onLeave);
  surface.addEventListener("dblclick", onDouble);
  return () => {
    surface.removeEventListener("wheel", onWheel);
    surface.removeEventListener("pointerdown", onDown);
    surface.removeEventListener("pointermove", onMove);
    surface.removeEventListener("pointerup", onUp);
    surface.removeEventListener("pointercancel", onUp);
    surface.removeEventListener("pointerleave", onLeave);
    surface.removeEventListener("dblclick", onDouble);
  };
}

/** What a key does: arrows move the cursor from point to point, with Shift they pan; + and − zoom, Home shows all. */
export function keyAction(view: ChartView, event: KeyboardEvent, lines: readonly ChartLine[]): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  switch (event.key) {
    case "ArrowLeft":
    case "ArrowRight": {
      const direction = event.key === "ArrowLeft" ? -1 : 1;
      if (event.shiftKey) view.pan(direction * 0.2);
      else view.cursor.value = neighbour(view, lines, direction);
      return true;
    }
    case "+":
    case "=":
      view.zoom(0.7);
      return true;
    case "-":
      view.zoom(1 / 0.7);
      return true;
    case "Home":
    case "0":
      view.reset();
      return true;
    case "Escape":
      view.cursor.value = null;
      return true;
    default:
      return false;
  }
}

/** The next point of any line, but no less than a hundredth of what is in view away. */
function neighbour(view: ChartView, lines: readonly ChartLine[], direction: 1 | -1): number {
  const { min, max } = view.shown.value;
  const least = (max - min) / 100;
  const at = view.cursor.value ?? (direction > 0 ? min - least : max + least);
  const wanted = at + direction * least;
  const found = lines.flatMap(({ points: { x } }) => {
    const index = nearest(x, wanted);
    const near = index < 0 ? Number.NaN : x[index]!;
    const next = (near - at) * direction > 0 ? near : x[index + direction];
    return next === undefined || !Number.isFinite(next) ? [] : [next];
  });
  const next = direction > 0 ? Math.min(...found) : Math.max(...found);
  return Number.isFinite(next) ? Math.min(Math.max(next, min), max) : Math.min(Math.max(wanted, min), max);
}
