import { batch } from "@preact/signals";

const leastMs = 250;
/** Drawing what streams in takes at most this share of the time; what a person does is drawn at once. */
const share = 0.05;

/**
 * Gathers what streams in and lets the page draw it a few times a second, less often where drawing takes long: ten runs
 * must leave the processor to those who train on it.
 */
export class Frames {
  readonly #changes = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #restMs = leastMs;

  /** Calls `change` with the next frame, once however often it was asked for. */
  request(change: () => void): void {
    this.#changes.add(change);
    // Nobody sees a hidden page; the changes wait until it is shown.
    this.#timer ??= setTimeout(() => this.#flush(), this.#restMs);
  }

  #flush(): void {
    if (document.hidden) {
      document.addEventListener("visibilitychange", () => this.#flush(), { once: true });
      return;
    }
    this.#timer = null;
    const changes = [...this.#changes];
    this.#changes.clear();
    requestAnimationFrame(() => {
      const began = performance.now();
      batch(() => {
        for (const change of changes) change();
      });
      // A timer comes after the components have been drawn.
      setTimeout(() => {
        const took = performance.now() - began;
        this.#restMs = Math.min(5_000, Math.max(leastMs, took / share));
      });
    });
  }
}
