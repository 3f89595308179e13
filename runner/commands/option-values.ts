import { InvalidArgumentError } from "commander";

/** Parsers of option values, for commander. */

/** For an option that may be given several times: without a default of its own, it is undefined where it never comes. */
export function collect(value: string, former: string[] = []): string[] {
  return [...former, value];
}

/** A whole number in decimal digits, within its bounds. */
export function wholeNumber(lowest: number, highest = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    throw new InvalidArgumentError(
      highest === Number.MAX_SAFE_INTEGER
        ? `Expected a whole number, ${lowest} or more.`
        : `Expected a whole number from ${lowest} to ${highest}.`,
    );
  };
}
