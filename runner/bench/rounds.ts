/** Something that is measured: it works through the same images in every round. */
export interface Contender {
  name: string;
  /** Does a round's work and returns how long it took, in seconds. */
  round(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Measures the contenders in turn, so that what else the machine does slows each of them alike. A first round of each,
 * which warms up, does not count. Returns the seconds of each round, by contender.
 */
export async function alternate(contenders: readonly Contender[], rounds: number): Promise<Map<Contender, number[]>> {
  const seconds = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (const contender of contenders) await contender.round();
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) seconds.get(contender)!.push(await contender.round());
  }
  return seconds;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
