import uPlot from "uplot";
import { type ChartLine, dashes } from "./chart-line.ts";
import { drawDots, fillPiece, strokePieces } from "./draw-pieces.ts";
import { bandPieces, linePieces, type Projection } from "./line-path.ts";
import { type Picture, type Side, valueRanges, valueTicks } from "./picture.ts";
import { smooth } from "./smooth.ts";
import type { Range } from "./view.ts";
import { type AxisText, axisTexts } from "./x-axis.ts";

/**
 * A chart on a canvas. uPlot lays it out and draws axes and grid. Lines are drawn here, into uPlot's canvas: every run has x
 * values of its own, and in uPlot's one table for all lines most cells would be holes.
 */
export class Plot {
  readonly #chart: uPlot;
  #picture: Picture;
  #ranges: Record<Side, [number, number]>;
  /** Smoothed values by the values that they are made from. */
  #smoothed = new WeakMap<object, { halfLife: number; x: ArrayLike<number>; values: Float64Array }>();

  constructor(element: HTMLElement, size: { width: number; height: number }, picture: Picture) {
    this.#picture = picture;
    this.#ranges = valueRanges(picture);
    const axis = this.#axis(picture);
    const hasRight = picture.lines.some((line) => line.axis === "right");
    const side = (name: Side): uPlot.Axis => ({
      scale: name,
      side: name === "left" ? 3 : 1,
      size: 52,
      gap: 4,
      font: picture.colors.font,
      stroke: () => this.#picture.colors.axis,
      grid: { show: name === "left", stroke: () => this.#picture.colors.grid, width: 1 },
      ticks: { show: false },
      splits: (chart) => valueTicks(this.#picture, name, chart.bbox.height / devicePixelRatio / 34, this.#ranges[name]),
      filter: (_, splits) => splits, // valueTicks has chosen; uPlot would leave some of them out
      values: (_, splits) => tickTexts(splits, this.#formatOf(name)),
    });
    this.#chart = new uPlot(
      {
        ...size,
        legend: { show: false },
        cursor: { show: false },
        padding: [18, hasRight ? 0 : 18, 0, 0],
        series: [{}, { scale: "left", show: false }, ...(hasRight ? [{ scale: "right", show: false }] : [])],
        scales: {
          x: { time: false, range: () => [this.#picture.range.min, this.#picture.range.max] },
          left: { ...distribution(picture.log), range: () => this.#ranges.left },
          right: { ...distribution(picture.log), range: () => this.#ranges.right },
        },
        axes: [
          {
            size: 24,
            gap: 4,
            label: axis.label(),
            labelSize: 16,
            labelGap: 0,
            labelFont: picture.colors.font,
            font: picture.colors.font,
            stroke: () => this.#picture.colors.axis,
            grid: { stroke: () => this.#picture.colors.grid, width: 1 },
            ticks: { show: false },
            splits: (chart, _, min, max) => axis.ticks(min, max, chart.bbox.width / devicePixelRatio / 80),
            values: (_, splits) => splits.map((value) => axis.format(value, this.#span)),
          },
          side("left"),
          ...(hasRight ? [side("right")] : []),
        ],
        hooks: { drawAxes: [() => this.#drawUnits(), () => this.#drawLines()] },
      },
      this.#frame(hasRight),
      element,
    );
  }

  /** Of the plotting area, in CSS pixels and relative to the element. */
  get area(): { left: number; top: number; width: number; height: number } {
    const { left, top, width, height } = this.#chart.bbox;
    const ratio = devicePixelRatio;
    return { left: left / ratio, top: top / ratio, width: width / ratio, height: height / ratio };
  }

  get canvas(): HTMLCanvasElement {
    return this.#chart.ctx.canvas;
  }

  /** Draws anew. `log`, `xAxis` and whether there is a right axis stay; for others, make another plot. */
  draw(picture: Picture): void {
    this.#picture = picture;
    this.#ranges = valueRanges(picture);
    this.#chart.setData(this.#frame(this.#chart.series.length > 2), true);
  }

  resize(size: { width: number; height: number }): void {
    this.#chart.setSize(size);
  }

  /** The x under a place in the plotting area. */
  xAt(left: number): number {
    return this.#chart.posToVal(left, "x");
  }

  destroy(): void {
    this.#chart.destroy();
  }

  get #span(): number {
    return this.#picture.range.max - this.#picture.range.min;
  }

  /** uPlot draws axes only where there is data: the corners. */
  #frame(hasRight: boolean): uPlot.AlignedData {
    const { min, max } = this.#picture.range;
    return [[min, max], this.#ranges.left, ...(hasRight ? [this.#ranges.right] : [])];
  }

  #axis(picture: Picture): AxisText {
    return axisTexts[picture.xAxis];
  }

  #formatOf(side: Side): (value: number) => string {
    return this.#picture.lines.find((line) => line.axis === side)?.format ?? String;
  }

  /** Above each axis, where what stands at its ticks has a unit. */
  #drawUnits(): void {
    const { ctx: context, bbox } = this.#chart;
    const { lines, colors } = this.#picture;
    const ratio = devicePixelRatio;
    context.save();
    context.font = colors.font.replace(/^\d+/, (size) => String(Number(size) * ratio));
    context.fillStyle = colors.muted;
    context.textBaseline = "alphabetic";
    for (const side of ["left", "right"] as const) {
      const unit = lines.find(({ axis }) => axis === side)?.unit ?? "";
      context.textAlign = side === "left" ? "right" : "left";
      const gap = 4 * ratio;
      // A long unit reaches over the axis: it is not to stick to the edge of the card.
      const leftEnd = Math.max(bbox.left - gap, context.measureText(unit).width + 10 * ratio);
      context.fillText(unit, side === "left" ? leftEnd : bbox.left + bbox.width + gap, bbox.top - 7 * ratio);
    }
    context.restore();
  }

  #drawLines(): void {
    const { ctx: context, bbox } = this.#chart;
    const { lines, range, colors } = this.#picture;
    context.save();
    context.beginPath();
    context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    context.clip();
    context.lineJoin = "round";
    for (const mark of new Set(lines.flatMap(({ marks }) => marks))) {
      if (mark < range.min || mark > range.max) continue;
      const x = Math.round(this.#chart.valToPos(mark, "x", true)) + 0.5;
      context.strokeStyle = colors.mark;
      context.lineWidth = devicePixelRatio;
      context.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
      strokePieces(context, [[x, bbox.top, x, bbox.top + bbox.height]]);
    }
    for (const line of lines) this.#drawLine(context, line);
    context.restore();
  }

  #drawLine(context: CanvasRenderingContext2D, line: ChartLine): void {
    const { range, colors } = this.#picture;
    const ratio = devicePixelRatio;
    const projection = this.#projection(line.axis, range);
    context.strokeStyle = line.color;
    context.fillStyle = line.color;
    context.globalAlpha = colors.highContrast ? 0.3 : 0.16;
    for (const piece of bandPieces(line.points, projection)) fillPiece(context, piece);
    context.setLineDash(dashes[line.dash].map((length) => length * ratio));
    const raw = linePieces(line.points, line.points.y, projection);
    if (line.halfLife > 0) {
      context.globalAlpha = colors.highContrast ? 0.5 : 0.3;
      context.lineWidth = ratio;
      strokePieces(context, raw);
    }
    context.globalAlpha = 1;
    context.lineWidth = (colors.highContrast ? 2.2 : 1.6) * ratio;
    const pieces = line.halfLife > 0 ? linePieces(line.points, this.#smooth(line), projection) : raw;
    strokePieces(context, pieces);
    drawDots(context, pieces, ratio);
  }

  /** Maps linearly or logarithmically into the canvas; uPlot's own functions look the scale up at each call. */
  #projection(side: Side, range: Range): Projection {
    const { bbox } = this.#chart;
    const [min, max] = this.#ranges[side];
    const xScale = bbox.width / (range.max - range.min || 1);
    const turn = this.#picture.log ? Math.log : (value: number) => value;
    const [bottom, height] = [turn(min), turn(max) - turn(min) || 1];
    return {
      from: range.min,
      to: range.max,
      x: (value) => bbox.left + (value - range.min) * xScale,
      y: (value) => bbox.top + bbox.height * (1 - (turn(value) - bottom) / height),
    };
  }

  #smooth({ points, halfLife }: ChartLine): Float64Array {
    const known = this.#smoothed.get(points.y);
    if (known?.halfLife === halfLife && known.x === points.x) return known.values;
    const values = smooth(points, halfLife);
    this.#smoothed.set(points.y, { halfLife, x: points.x, values });
    return values;
  }
}

/** A format for people may round neighbours to the same; it is then said once. */
function tickTexts(ticks: readonly number[], format: (value: number) => string): string[] {
  const texts = ticks.map(format);
  return texts.map((text, i) => (i > 0 && text === texts[i - 1] ? "" : text));
}

const distribution = (log: boolean): uPlot.Scale => (log ? { distr: 3 } : {});
