const blocks = " ▁▂▃▄▅▆▇█";

/**
 * A curve as filled columns, one a value: `height` lines of text, the largest value at the top and 0 below the last. A
 * value above 0 is never blank.
 */
export function curve(values: readonly number[], height: number): string[] {
  const largest = values.reduce((a, b) => Math.max(a, b), 0);
  const eighths = values.map((value) => (value > 0 ? Math.max(1, Math.round((value / largest) * height * 8)) : 0));
  return Array.from({ length: height }, (_, line) => {
    const below = (height - 1 - line) * 8;
    return eighths
      .map((level) => blocks[Math.min(8, Math.max(0, level - below))])
      .join("")
      .trimEnd();
  });
}
