/** Okabe and Ito's colours, told apart by people with any kind of colour blindness; black and yellow suit no theme. */
export const runColors = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"] as const;

/** The accent of a run: the same in tree, chart, table and legend, in every window, as it follows from the id alone. */
export function runColor(run: string): string {
  let hash = 2166136261; // FNV-1a
  for (let i = 0; i < run.length; i += 1) hash = Math.imul(hash ^ run.charCodeAt(i), 16777619);
  return runColors[(hash >>> 0) % runColors.length]!;
}
