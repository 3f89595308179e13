/** A row of two texts beside each other: the same line on both sides, or what each has in its place, null for nothing. */
export interface AlignedLine {
  left: string | null;
  right: string | null;
}

/** Beyond so many pairs of lines nothing is looked for in the middle: recipes are short, and a page must not hang. */
const mostPairs = 4_000_000;

/** Aligns two texts by their longest common subsequence of lines. */
export function alignLines(left: readonly string[], right: readonly string[]): AlignedLine[] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const same = (line: string): AlignedLine => ({ left: line, right: line });
  return [
    ...left.slice(0, start).map(same),
    ...alignMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...left.slice(left.length - end).map(same),
  ];
}

function alignMiddle(left: readonly string[], right: readonly string[]): AlignedLine[] {
  if (left.length * right.length > mostPairs) return beside(left, right);
  // longest[i][j]: length of the longest common subsequence of left from i and right from j.
  const longest = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      longest[i]![j] =
        left[i] === right[j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
    }
  }
  const aligned: AlignedLine[] = [];
  // Where what differs begins on both sides.
  let [fromI, fromJ] = [0, 0];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      aligned.push(...beside(left.slice(fromI, i), right.slice(fromJ, j)), { left: left[i]!, right: right[j]! });
      [fromI, fromJ] = [++i, ++j];
    } else if (longest[i + 1]![j]! >= longest[i]![j + 1]!) i += 1;
    else j += 1;
  }
  return [...aligned, ...beside(left.slice(fromI), right.slice(fromJ))];
}

const beside = (left: readonly string[], right: readonly string[]): AlignedLine[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, i) => ({
    left: left[i] ?? null,
    right: right[i] ?? null,
  }));
