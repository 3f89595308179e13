import { formatClock, formatCount, formatDuration, t } from "../l10n/index.ts";
import { linearTicks, timeTicks } from "./ticks.ts";

export const xAxes = ["step", "epoch", "elapsed", "clock"] as const;
/** What runs along the bottom: steps, epochs, seconds since the start, or local time in seconds since 1970. */
export type XAxis = (typeof xAxes)[number];

/** How an axis is labelled. */
export interface AxisText {
  label: () => string;
  ticks: (min: number, max: number, count: number) => number[];
  /** At a tick; `span` is what the axis covers. */
  format: (value: number, span: number) => string;
  /** At the cursor. */
  exact: (value: number) => string;
}

const localOffset = () => -new Date().getTimezoneOffset() * 60;

export const axisTexts = {
  step: {
    label: () => t("axis.step"),
    ticks: (min, max, count) => linearTicks(min, max, count, true),
    format: (value) => compact(value),
    exact: (value) => `${t("axis.step")} ${formatCount(Math.round(value))}`,
  },
  epoch: {
    label: () => t("axis.epoch"),
    ticks: (min, max, count) => linearTicks(min, max, count),
    format: (value) => String(value),
    exact: (value) => `${t("axis.epoch")} ${value.toFixed(2)}`,
  },
  elapsed: {
    label: () => t("axis.elapsed"),
    ticks: (min, max, count) => timeTicks(min, max, count),
    format: (value) => clockLike(value),
    exact: (value) => formatDuration(value),
  },
  clock: {
    label: () => t("axis.clock"),
    ticks: (min, max, count) => timeTicks(min, max, count, localOffset()),
    format: (value, span) => (span > 2 * 86_400 ? dayOf(value) : hourOf(value, span < 600)),
    exact: (value) => `${dayOf(value)} ${formatClock(value * 1000)}`,
  },
} as const satisfies Record<XAxis, AxisText>;

/** 15,000 as "15k": ticks stand close together. */
const compact = (value: number) =>
  Math.abs(value) >= 1e6
    ? `${Number((value / 1e6).toPrecision(4))}M`
    : Math.abs(value) >= 1e4
      ? `${Number((value / 1e3).toPrecision(4))}k`
      : String(value);

/** Seconds as "0:45", "12:30", "3:05:00". */
function clockLike(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const dayOf = (seconds: number) => {
  const date = new Date(seconds * 1000);
  return `${date.getMonth() + 1}/${date.getDate()}`;
};
const hourOf = (seconds: number, withSeconds: boolean) => {
  const date = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}${withSeconds ? `:${two(date.getSeconds())}` : ""}`;
};
