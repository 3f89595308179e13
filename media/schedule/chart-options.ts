import uPlot from "uplot";
import { t } from "../l10n/index.ts";
import type { ChartColors } from "../theme/chart-colors.ts";
import type { Curve, Quantity } from "./curve-chart.tsx";
import { type Axis, epochMarks, interpolate } from "./points.ts";

interface ChartSetting {
  quantity: Quantity;
  /** As they are when the chart is drawn: their number and colours stay, their points do not. */
  curves: () => readonly Curve[];
  axis: Axis;
  colors: ChartColors;
  format: (value: number) => string;
  /** CSS pixels. */
  width: number;
  /** The cursor has moved, or was drawn anew where it stood. */
  onCursor: (chart: uPlot) => void;
  onZoom: (zoomed: boolean) => void;
}

const heights: Record<Quantity, number> = { learningRates: 300, batchSizes: 120 };
/** Between two marks at least, so that their labels do not touch. CSS pixels. */
const markSpacing = 48;

export function chartOptions(setting: ChartSetting): uPlot.Options {
  const { quantity, curves, axis, colors, format, width, onCursor, onZoom } = setting;
  const total = axis === "step" ? "totalSteps" : "totalEpochs";
  const whole = () => Math.max(...curves().map(({ schedule }) => schedule[total]));
  const common = {
    stroke: colors.axis,
    font: colors.font,
    grid: { stroke: colors.grid, width: 1 },
    ticks: { stroke: colors.grid },
  };
  const stepped = uPlot.paths.stepped?.({ align: -1 });
  return {
    width,
    height: heights[quantity],
    scales: {
      x: { time: false, range: (_, min, max) => [min, max] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.12 : 1] },
    },
    legend: { show: false },
    cursor: { y: false, sync: { key: "schedule" }, drag: { x: true, y: false }, points: { size: 6 } },
    series: [
      {},
      ...curves().map(
        ({ schedule, color, dashed }): uPlot.Series => ({
          label: schedule.name,
          stroke: color,
          width: colors.highContrast ? 3 : 2,
          spanGaps: true,
          points: { show: false },
          ...(dashed ? { dash: [6, 4] } : {}),
          ...(quantity === "batchSizes" && stepped ? { paths: stepped } : {}),
        }),
      ),
    ],
    axes: [
      {
        ...common,
        size: 32,
        ...(quantity === "learningRates"
          ? { label: axis === "step" ? t("recipe.steps") : t("recipe.epochs"), labelFont: colors.font, labelSize: 16 }
          : {}),
        values: (_, splits) => splits.map((split) => split.toLocaleString()),
      },
      { ...common, size: 64, values: (_, splits) => splits.map(format) },
      ...(quantity === "learningRates" && axis === "step" ? [epochAxis(setting)] : []),
    ],
    hooks: {
      draw: quantity === "learningRates" ? [(chart) => drawMarks(chart, setting)] : [],
      setCursor: [onCursor],
      setScale: [
        ({ scales }, key) => {
          const { min, max } = scales.x ?? {};
          if (key === "x" && min != null && max != null) onZoom(max - min < whole() * 0.999);
        },
      ],
    },
  };
}

/** Epochs above a chart over steps, and lines for them. */
function epochAxis({ curves, colors }: ChartSetting): uPlot.Axis {
  const first = () => curves()[0]?.schedule;
  return {
    side: 0,
    scale: "x",
    stroke: colors.axis,
    font: colors.font,
    grid: { stroke: colors.grid, width: 1, dash: [2, 3] },
    ticks: { show: false },
    size: 20,
    label: t("recipe.epochs"),
    labelFont: colors.font,
    labelSize: 16,
    splits: (chart, _, min, max) => {
      const schedule = first();
      if (!schedule) return [];
      const { epochs, steps, totalSteps, totalEpochs } = schedule;
      const share = Math.max((max - min) / totalSteps, 1e-6);
      const most = chart.bbox.width / devicePixelRatio / markSpacing / share;
      return epochMarks(totalEpochs, most)
        .map((epoch) => (epoch === 0 ? 0 : interpolate(epochs, steps, epoch)))
        .filter((step) => step >= min && step <= max);
    },
    values: (_, splits) => {
      const schedule = first();
      const epochOf = (step: number) => (schedule && step > 0 ? interpolate(schedule.steps, schedule.epochs, step) : 0);
      return splits.map((step) => String(Math.round(epochOf(step))));
    },
  };
}

/** The warm-up as a band, the peak as a point with its rate. */
function drawMarks(chart: uPlot, { curves, axis, colors, format }: ChartSetting): void {
  const { ctx, bbox } = chart;
  const [first] = curves();
  if (!first) return;
  const { warmupSteps, warmupEpochs, peakLearningRate, totalSteps } = first.schedule;
  const x = (value: number) => chart.valToPos(value, "x", true);
  const pixels = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = colors.font.replace(/^(\d+)px/, (_, size: string) => `${Number(size) * pixels}px`);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = colors.muted;
  const end = x(axis === "step" ? Math.min(warmupSteps, totalSteps) : warmupEpochs);
  if (warmupSteps > 0) {
    ctx.globalAlpha = 0.12;
    ctx.fillRect(x(0), bbox.top, end - x(0), bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillText(t("recipe.warmup"), x(0) + 4 * pixels, bbox.top + bbox.height - 6 * pixels);
  }
  const top = chart.valToPos(peakLearningRate, "y", true);
  const at = warmupSteps > 0 ? end : x(axis === "step" ? 1 : 0);
  if (warmupSteps <= totalSteps) {
    ctx.fillStyle = first.color;
    ctx.beginPath();
    ctx.arc(at, top, 4 * pixels, 0, 2 * Math.PI);
    ctx.fill();
    ctx.fillStyle = colors.text;
    ctx.fillText(t("recipe.peak", { rate: format(peakLearningRate) }), at + 8 * pixels, top - 4 * pixels);
  }
  ctx.restore();
}
