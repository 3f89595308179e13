import { themeVersion } from "./theme.ts";

/** What a chart is drawn with, read from the page's styles. */
export interface ChartColors {
  background: string;
  text: string;
  muted: string;
  grid: string;
  axis: string;
  mark: string;
  /** For canvas: "11px sans-serif". */
  font: string;
  /** Strong outlines instead of faint ones. */
  highContrast: boolean;
}

let cached: { version: number; colors: ChartColors } | null = null;

/** The colours of the theme that is shown. A component that calls it is drawn again when the theme changes. */
export function chartColors(): ChartColors {
  const version = themeVersion.value;
  if (cached?.version === version) return cached.colors;
  const styles = getComputedStyle(document.body);
  const read = (name: string) => styles.getPropertyValue(name).trim();
  const colors = {
    background: read("--background"),
    text: read("--text"),
    muted: read("--muted"),
    grid: read("--chart-grid"),
    axis: read("--chart-axis"),
    mark: read("--chart-mark"),
    font: `11px ${styles.fontFamily}`,
    highContrast: read("--high-contrast") === "1",
  };
  cached = { version, colors };
  return colors;
}
