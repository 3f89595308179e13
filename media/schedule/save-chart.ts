import type uPlot from "uplot";
import { toBase64 } from "../hosts/base64.ts";
import { canvasPng } from "../parts/canvas-png.ts";
import type { Curve } from "./curve-chart.tsx";
import { type Axis, positions } from "./points.ts";

/** The charts below each other, on the page's background. */
export async function pngOf(charts: readonly uPlot[], background: string): Promise<string> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(...charts.map(({ ctx }) => ctx.canvas.width));
  canvas.height = charts.reduce((sum, { ctx }) => sum + ctx.canvas.height, 0);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no canvas to draw on.");
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  let top = 0;
  for (const { ctx } of charts) {
    context.drawImage(ctx.canvas, 0, top);
    top += ctx.canvas.height;
  }
  return toBase64(await canvasPng(canvas));
}

export function textBase64(text: string): string {
  return toBase64(new TextEncoder().encode(text));
}

const [width, height, left, bottom, top] = [960, 420, 70, 40, 24];

/** The learning rate as a drawing, in black on white, for papers. */
export function svgOf(
  curves: readonly Curve[],
  axis: Axis,
  labels: { x: string; y: string },
  format: (rate: number) => string,
): string {
  const xMax = Math.max(...curves.map(({ schedule }) => positions(schedule, axis).at(-1) ?? 1));
  const yMax = Math.max(...curves.flatMap(({ schedule }) => schedule.learningRates)) || 1;
  const x = (value: number) => (left + (value / xMax) * (width - left - 20)).toFixed(1);
  const y = (value: number) => (height - bottom - (value / yMax) * (height - bottom - top)).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const text = (content: string) => content.replace(/[&<>]/g, (each) => `&#${each.charCodeAt(0)};`);
  const lines = curves.map(({ schedule, color, dashed }) => {
    const points = positions(schedule, axis).map((at, i) => `${x(at)},${y(schedule.learningRates[i] ?? 0)}`);
    return `<polyline fill="none" stroke="${color}" stroke-width="2"${dashed ? ' stroke-dasharray="6 4"' : ""} points="${points.join(" ")}"><title>${text(schedule.name)}</title></polyline>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...ticks.flatMap((share) => [
      `<line x1="${left}" x2="${width - 20}" y1="${y(share * yMax)}" y2="${y(share * yMax)}" stroke="#ddd"/>`,
      `<text x="${left - 8}" y="${y(share * yMax)}" text-anchor="end" dominant-baseline="middle">${format(share * yMax)}</text>`,
      `<text x="${x(share * xMax)}" y="${height - bottom + 16}" text-anchor="middle">${Math.round(share * xMax)}</text>`,
    ]),
    ...lines,
    `<text x="${width / 2}" y="${height - 6}" text-anchor="middle">${text(labels.x)}</text>`,
    `<text x="${left}" y="14">${text(labels.y)}</text>`,
    "</svg>",
  ].join("\n");
}
