import type { RunState } from "../../shared/journal.ts";

/** Shapes on a grid of 16, so that a state is told by more than a colour. */
const shapes = {
  queued: '<circle cx="8" cy="8" r="4" fill="none" stroke="COLOR" stroke-width="1.5" stroke-dasharray="2 1.6"/>',
  preparing: '<circle cx="8" cy="8" r="4" fill="none" stroke="COLOR" stroke-width="1.5"/>',
  running: '<circle cx="8" cy="8" r="4.5" fill="COLOR"/>',
  paused: '<path d="M5.5 4v8M10.5 4v8" stroke="COLOR" stroke-width="2.2"/>',
  completed: '<path d="M3.5 8.5l3 3 6-7" fill="none" stroke="COLOR" stroke-width="2"/>',
  failed: '<path d="M4 4l8 8M12 4l-8 8" stroke="COLOR" stroke-width="2"/>',
  stopped: '<rect x="4" y="4" width="8" height="8" fill="COLOR"/>',
  interrupted: '<path d="M8 3v6.2" stroke="COLOR" stroke-width="2"/><circle cx="8" cy="12" r="1.3" fill="COLOR"/>',
} as const satisfies Record<RunState, string>;

/** A run's state in its accent colour, as SVG. */
export function runIcon(state: RunState, color: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">${shapes[state].replaceAll("COLOR", color)}</svg>`;
}
