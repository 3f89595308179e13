import { type ChartColors, chartColors } from "./chart-colors.ts";
import { contrast, cssRgb, hexRgb, rgbHex, standingOut } from "./contrast.ts";

/**
 * WCAG 2.2 asks for 3 of graphics. On black more is had for nothing; on white, where accents are darkened, more would bring
 * them so near to each other that they are confused.
 */
const leastContrast = { onDark: 5, onLight: 3 } as const;

/** An accent as the palette shows it: in one of high contrast, what would be dim on its background stands out more. */
export function shownAccent(accent: string, { background, highContrast }: ChartColors = chartColors()): string {
  if (!highContrast) return accent;
  const behind = cssRgb(background);
  const isDark = contrast(behind, [255, 255, 255]) > contrast(behind, [0, 0, 0]);
  return rgbHex(standingOut(hexRgb(accent), behind, isDark ? leastContrast.onDark : leastContrast.onLight));
}
