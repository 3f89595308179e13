/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Of "#0072b2". */
export const hexRgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never;

export const rgbHex = (color: Rgb): string =>
  `#${color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** `share` of `over` on `under`, 0 to 1, as a translucent colour looks. */
export const mix = (under: Rgb, over: Rgb, share: number): Rgb =>
  under.map((part, i) => part + (over[i]! - part) * share) as never;

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const [black, white]: [Rgb, Rgb] = [
  [0, 0, 0],
  [255, 255, 255],
];

/** What is better read on a colour: black or white. */
export const readableOn = (color: Rgb): Rgb => (contrast(color, black) >= contrast(color, white) ? black : white);

/** A colour of the same hue that stands out from a background by at least `least`: lighter on dark, darker on light. */
export function standingOut(color: Rgb, background: Rgb, least: number): Rgb {
  const towards = readableOn(background);
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = mix(color, towards, share);
    if (contrast(mixed, background) >= least) return mixed;
  }
  return towards;
}

const known = new Map<string, Rgb>();

/** Any colour of a style sheet as it looks on a canvas. */
export function cssRgb(color: string): Rgb {
  const before = known.get(color);
  if (before !== undefined) return before;
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  const found: Rgb = [red!, green!, blue!];
  known.set(color, found);
  return found;
}
