import { canvasPng } from "../parts/canvas-png.ts";
import type { ChartColors } from "../theme/chart-colors.ts";
import { type ChartLine, dashes } from "./chart-line.ts";

const rowHeight = 18;

/** The chart as it stands on the screen, with its title and legend, as the bytes of a PNG. */
export function chartPng(
  chart: HTMLCanvasElement,
  title: string,
  lines: readonly ChartLine[],
  colors: ChartColors,
): Promise<Uint8Array<ArrayBuffer>> {
  const ratio = devicePixelRatio;
  const canvas = document.createElement("canvas");
  canvas.width = chart.width;
  canvas.height = chart.height + (2 + lines.length) * rowHeight * ratio;
  const context = canvas.getContext("2d")!;
  context.fillStyle = colors.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(chart, 0, rowHeight * ratio * 1.5);
  context.scale(ratio, ratio);
  context.font = colors.font;
  context.textBaseline = "middle";
  context.fillStyle = colors.text;
  context.fillText(title, 12, rowHeight * 0.8);
  for (const [index, line] of lines.entries()) {
    const y = chart.height / ratio + rowHeight * (2 + index);
    context.strokeStyle = line.color;
    context.lineWidth = 2;
    context.setLineDash([...dashes[line.dash]]);
    context.beginPath();
    context.moveTo(12, y);
    context.lineTo(34, y);
    context.stroke();
    context.fillText([line.run?.slice(0, 80), line.label].filter(Boolean).join(" · "), 42, y);
  }
  return canvasPng(canvas);
}
