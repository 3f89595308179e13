import type { Text } from "../language.ts";

/** The candidate that `word` is most likely a misspelling of, or undefined where none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(word);
  // Distances over long words cost much and suggest nothing.
  if (wanted === "" || wanted.length > 64) return undefined;
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plain(candidate)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

export function withSuggestion({ en, ko }: Text, near: string): Text {
  return { en: `${en}; did you mean "${near}"?`, ko: `${ko} 혹시 "${near}"인가요?` };
}

/** Title of the fix that takes a suggested value. */
export function changeTo(value: string): Text {
  return { en: `Change to "${value}"`, ko: `"${value}" 값으로 바꾸기` };
}

/** Spellings that differ only in case or separators are the same word: batch_size, batchSize. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[_\-\s]/g, "");
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let distance = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) distance = Math.min(distance, beforeLast[j - 2]! + 1);
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length]!;
}
