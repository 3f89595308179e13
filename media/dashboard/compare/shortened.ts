/** A text for a place of so many letters. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** The same in two lines, broken between words; what fits into one stands in the second. */
export function twoLines(text: string, most: number): [string, string] {
  if (text.length <= most) return ["", text];
  const breaks = Array.from(text.matchAll(/ /g), ({ index }) => index);
  const at = breaks.findLast((index) => index <= most) ?? breaks[0];
  return at === undefined ? ["", text] : [text.slice(0, at), text.slice(at + 1)];
}
