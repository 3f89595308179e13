/** Okabe and Ito's colours, told apart by people with any kind of colour blindness; black and yellow suit no theme. */
export const runColors = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"] as const;

/** The colour that follows from a run's id alone. */
export function colorOfId(run: string): string {
  let hash = 2166136261; // FNV-1a
  for (let i = 0; i < run.length; i += 1) hash = Math.imul(hash ^ run.charCodeAt(i), 16777619);
  return runColors[(hash >>> 0) % runColors.length]!;
}

/** So many runs that were created before it leave their accents to a run: more would make colours a mere round. */
const neighbours = 3;

/**
 * The accents of a runner's runs, by id: the same in tree, chart, table and legend, in every window. Each is the colour of
 * its id, unless one of the three runs created before it has that, so that a run looks unlike those that it is compared with;
 * it then takes the next that is free.
 */
export function accentsOf(runs: readonly { id: string; createdAt: number }[]): Map<string, string> {
  const inOrder = [...runs].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const accents: string[] = [];
  for (const { id } of inOrder) {
    const taken = accents.slice(-neighbours);
    accents.push(from(colorOfId(id)).find((color) => !taken.includes(color))!);
  }
  return new Map(inOrder.map(({ id }, i) => [id, accents[i]!]));
}

/**
 * Colours of the runs that are shown together: each its accent, unless an earlier one of the list has it already; it then
 * takes the next that is free. With more runs than colours they come again.
 */
export function distinctColors(accents: readonly string[]): string[] {
  const uses = new Map<string, number>(runColors.map((color) => [color, 0]));
  return accents.map((accent) => {
    const fewest = Math.min(...uses.values());
    const color = from(accent).find((candidate) => uses.get(candidate) === fewest)!;
    uses.set(color, fewest + 1);
    return color;
  });
}

/** All colours, in their order, beginning with this one. */
function from(color: string): string[] {
  const start = (runColors as readonly string[]).indexOf(color);
  return runColors.map((_, i) => runColors[(start + i) % runColors.length]!);
}
