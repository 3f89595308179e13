/** Where the ticks of an axis are, and where its range ends. */

/** At most about `count` round numbers between `min` and `max`. With `whole`, no fractions. */
export function linearTicks(min: number, max: number, count: number, whole = false): number[] {
  if (!(max > min) || count < 1) return [];
  const rough = (max - min) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const nice = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10;
  const step = whole ? Math.max(1, Math.round(nice * power)) : nice * power;
  const ticks: number[] = [];
  for (let k = Math.ceil(min / step - 1e-9); k * step <= max + step * 1e-9; k++) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return ticks;
}

/** Powers of ten, and between them 2 and 5 where there is room. */
export function logTicks(min: number, max: number, count: number): number[] {
  const decades = Math.log10(max / min);
  const factors = decades < count / 3 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / count));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(12));
      if (tick >= min * 0.999 && tick <= max * 1.001) ticks.push(tick);
    }
  }
  return ticks.length >= 2 ? ticks : linearTicks(min, max, count).filter((tick) => tick > 0);
}

const secondsSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

/** Round durations or moments, in seconds; `offset` shifts them to the local day. */
export function timeTicks(min: number, max: number, count: number, offset = 0): number[] {
  const rough = (max - min) / Math.max(1, count);
  if (rough < 1) return linearTicks(min, max, count);
  const step = secondsSteps.find((seconds) => seconds >= rough) ?? Math.ceil(rough / 86400) * 86400;
  const ticks: number[] = [];
  for (let at = Math.ceil((min + offset) / step) * step; at <= max + offset; at += step) ticks.push(at - offset);
  return ticks;
}

/** The range of a value axis: a little room around what is drawn, and some height where all values are the same. */
export function valueRange(min: number, max: number, log: boolean): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return log ? [0.1, 1] : [0, 1];
  if (log) return min === max ? [min / 2, max * 2] : [min / (max / min) ** 0.05, max * (max / min) ** 0.05];
  const room = min === max ? Math.abs(min) * 0.1 || 0.5 : (max - min) * 0.06;
  // Counts, shares and rates do not go below nothing, and neither does their axis.
  return [min >= 0 ? Math.max(0, min - room) : min - room, max + room];
}
