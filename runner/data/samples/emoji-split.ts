import { createHash } from "node:crypto";

/** What is read of an entry of emoji.json. */
export interface EmojiEntry {
  /** Code points in hexadecimal, joined by "-". */
  unified: string;
  /** File name of the drawing. */
  image: string;
  category: string;
  sort_order: number;
}

/**
 * The classes: the categories of Unicode's emoji charts that have at least a hundred emoji, so that enough are left to
 * train on when some are held out. Activities (85, mostly balls, medals and cards, hard to tell from Objects) and
 * Component (skin tones and hair, no emoji of their own) fall out.
 */
export const classOfCategory: Record<string, string> = {
  "Animals & Nature": "animals",
  Flags: "flags",
  "Food & Drink": "food",
  Objects: "objects",
  "People & Body": "people",
  "Smileys & Emotion": "smileys",
  Symbols: "symbols",
  "Travel & Places": "travel",
};

/** Emoji of each class that are held out: two drawings each, so 48 validation images a class. */
export const heldOutPerClass = 24;

/**
 * What an emoji shows, whoever does it: its code points without sex, age, hair, skin tone, direction and variation. A
 * woman running and a man running are nearly the same drawing, so both must be seen in training or neither.
 */
export function motif(unified: string): string {
  const people = new Set(["1F468", "1F469", "1F9D1", "1F466", "1F467", "1F9D2", "1F474", "1F475", "1F9D3"]);
  const dropped = new Set(["FE0F", "200D", "2640", "2642", "27A1"]);
  const hairAndSkin = /^1F(3F[B-F]|9B[0-3])$/;
  const kept = unified.split("-").map((point) => (people.has(point) ? "1F9D1" : point));
  // A lone sign, such as ♀ itself, is a motif of its own.
  const rest = kept.filter((point) => !dropped.has(point) && !hairAndSkin.test(point));
  return rest.length > 0 ? rest.join("-") : unified;
}

/**
 * Splits emoji, class by class, into those to train on and `heldOut` for validation. Motifs stay together. The order in
 * which motifs are taken is that of their hashes, so it is the same everywhere and unrelated to how emoji are listed.
 */
export function splitEmoji(
  emoji: readonly EmojiEntry[],
  heldOut: number,
): Map<string, { train: EmojiEntry[]; validation: EmojiEntry[] }> {
  const classes = new Map<string, Map<string, EmojiEntry[]>>();
  for (const entry of emoji) {
    const name = classOfCategory[entry.category];
    if (name === undefined) continue;
    const motifs = classes.get(name) ?? new Map<string, EmojiEntry[]>();
    classes.set(name, motifs);
    const key = motif(entry.unified);
    motifs.set(key, [...(motifs.get(key) ?? []), entry]);
  }
  const split = new Map<string, { train: EmojiEntry[]; validation: EmojiEntry[] }>();
  for (const name of [...classes.keys()].sort()) {
    const train: EmojiEntry[] = [];
    const validation: EmojiEntry[] = [];
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    const motifs = [...classes.get(name)!].map(([key, entries]) => ({ order: hash(key), entries }));
    for (const { entries } of motifs.sort((a, b) => (a.order < b.order ? -1 : 1))) {
      // A motif that would overfill the held-out part trains, so that every class holds out equally many.
      (validation.length + entries.length <= heldOut ? validation : train).push(...entries);
    }
    split.set(name, { train, validation });
  }
  return split;
}
