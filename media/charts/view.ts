import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";

export interface Range {
  min: number;
  max: number;
}

/**
 * What the charts of a page share: the range that is to be seen, the cursor, and the extent of all that there is. A null
 * range is the whole, and grows with the data; a range that somebody chose stays.
 */
export class ChartView {
  readonly range: Signal<Range | null>;
  readonly cursor = signal<number | null>(null);
  readonly extent: Signal<Range> = signal({ min: 0, max: 1 });
  readonly shown: ReadonlySignal<Range>;

  constructor(range: Signal<Range | null>) {
    this.range = range;
    this.shown = computed(() => this.range.value ?? this.extent.value);
  }

  /** Brings `factor` times as much into view, and keeps `at` where it is. */
  zoom(factor: number, at?: number): void {
    const { min, max } = this.shown.value;
    const centre = at ?? this.cursor.value ?? (min + max) / 2;
    this.#set(centre - (centre - min) * factor, centre + (max - centre) * factor);
  }

  /** Moves by a share of what is in view. */
  pan(share: number): void {
    const { min, max } = this.shown.value;
    this.show(min + (max - min) * share, max + (max - min) * share);
  }

  show(min: number, max: number): void {
    const { extent } = this;
    const width = max - min;
    // A little of the data stays in view.
    const from = Math.min(Math.max(min, extent.value.min - width * 0.9), extent.value.max - width * 0.1);
    this.#set(from, from + width);
  }

  reset(): void {
    this.range.value = null;
  }

  #set(min: number, max: number): void {
    const { extent } = this;
    const whole = extent.value.max - extent.value.min;
    if (max - min >= whole * 1.05) this.reset();
    else if (max - min > whole * 1e-7) this.range.value = { min, max };
  }
}
