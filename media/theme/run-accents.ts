import { type ChartColors, chartColors } from "./chart-colors.ts";
import { cssRgb, hexRgb, rgbHex, standingOut } from "./contrast.ts";

/** Thin lines in a palette of high contrast: more than the 3 that WCAG 2.2 asks of graphics, so that each is easily told. */
const leastContrast = 5.5;

/** An accent as the palette shows it: in one of high contrast, what would be dim on its background stands out more. */
export function shownAccent(accent: string, { background, highContrast }: ChartColors = chartColors()): string {
  return highContrast ? rgbHex(standingOut(hexRgb(accent), cssRgb(background), leastContrast)) : accent;
}
