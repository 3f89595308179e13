import { UserError } from "../../errors.ts";
import { printable } from "../../terminal/style.ts";
import type { Dataset } from "../dataset.ts";

/** Images that turned out to be unusable, and how many of them are too many. */
export interface Quarantine {
  has(index: number): boolean;
  readonly size: number;
  /**
   * Notes an image; one that is known already changes nothing.
   * @throws UserError once more than `maxBrokenFraction` of the data set is broken.
   */
  add(index: number, reason: string): void;
}

/** Called once per image, with the name that people know it by. */
export type OnQuarantine = (image: { index: number; name: string; reason: string }) => void;

export function createQuarantine(
  dataset: Dataset,
  maxBrokenFraction: number,
  onQuarantine: OnQuarantine | undefined,
): Quarantine {
  const reasons = new Map<number, string>();
  return {
    has: (index) => reasons.has(index),
    get size() {
      return reasons.size;
    },
    add(index, reason) {
      if (!reasons.has(index)) {
        reasons.set(index, reason);
        onQuarantine?.({ index, name: dataset.name(index), reason });
      }
      if (reasons.size > maxBrokenFraction * dataset.length) throw tooManyBroken(dataset, reasons, maxBrokenFraction);
    },
  };
}

const listed = 20;

function tooManyBroken(dataset: Dataset, reasons: Map<number, string>, allowed: number): UserError {
  const names = [...reasons]
    .slice(0, listed)
    .map(([index, reason]) => `${printable(dataset.name(index))} (${printable(reason)})`);
  if (reasons.size > listed) names.push(`and ${reasons.size - listed} more`);
  return new UserError(
    "too-many-broken-images",
    `at least ${reasons.size} of ${dataset.length} images cannot be used, and data.maxBrokenFraction allows ` +
      `${Number((allowed * 100).toPrecision(3))} %: ${names.join(", ")}. Repair or delete them, or raise data.maxBrokenFraction.`,
    { exitCode: 1 },
  );
}
