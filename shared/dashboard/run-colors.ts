/** Okabe and Ito's colours, told apart by people with any kind of colour blindness; black and yellow suit no theme. */
export const runColors = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"] as const;

/** The accent of a run: the same in tree, chart, table and legend, in every window, as it follows from the id alone. */
export function runColor(run: string): string {
  let hash = 2166136261; // FNV-1a
  for (let i = 0; i < run.length; i += 1) hash = Math.imul(hash ^ run.charCodeAt(i), 16777619);
  return runColors[(hash >>> 0) % runColors.length]!;
}

/**
 * Colours of the runs that are shown together: each its own accent, unless an earlier one of the list has it already; it then
 * takes the next that is free. With more runs than colours they come again.
 */
export function distinctColors(runs: readonly string[]): string[] {
  const uses = new Map<string, number>(runColors.map((color) => [color, 0]));
  return runs.map((run) => {
    const start = runColors.indexOf(runColor(run) as (typeof runColors)[number]);
    const order = runColors.map((_, i) => runColors[(start + i) % runColors.length]!);
    const fewest = Math.min(...uses.values());
    const color = order.find((candidate) => uses.get(candidate) === fewest)!;
    uses.set(color, fewest + 1);
    return color;
  });
}
