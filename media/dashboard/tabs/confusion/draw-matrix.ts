import { runColors } from "../../../../shared/dashboard/run-colors.ts";
import type { EvaluationDetail } from "../../../../shared/protocol/evaluation.ts";
import { formatCount, t } from "../../../l10n/index.ts";
import type { ChartColors } from "../../../theme/chart-colors.ts";
import { cssRgb, hexRgb, mix, readableOn, rgbHex } from "../../../theme/contrast.ts";
import type { MatrixLayout } from "./matrix-layout.ts";

const [right, wrong] = [hexRgb(runColors[0]), hexRgb(runColors[3])];

/**
 * How strong the colour of a cell is, 0 to 1: by the square root, so that rare mistakes are seen beside what is common.
 *
 * @param least of a cell with any image
 */
const strength = (share: number, least: number): number => (share === 0 ? 0 : least + (1 - least) * Math.sqrt(share));

/** Draws images by [true class][predicted class]; a cell's colour is its share of its row. */
export function drawMatrix(
  context: CanvasRenderingContext2D,
  confusion: readonly (readonly number[])[],
  classes: EvaluationDetail["classes"],
  layout: MatrixLayout,
  colors: ChartColors,
): void {
  const { cell, left, top } = layout;
  const background = cssRgb(colors.background);
  context.fillStyle = colors.background;
  context.fillRect(0, 0, layout.width, layout.height);
  context.font = colors.font;
  context.textBaseline = "middle";
  const gap = cell >= 8 ? 1 : 0;
  const least = colors.highContrast ? 0.3 : 0.12;
  for (const [row, counts] of confusion.entries()) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    for (const [column, count] of counts.entries()) {
      const filled = mix(background, row === column ? right : wrong, strength(total === 0 ? 0 : count / total, least));
      const [x, y] = [left + column * cell, top + row * cell];
      if (count > 0) {
        context.fillStyle = rgbHex(filled);
        context.fillRect(x + gap, y + gap, cell - gap, cell - gap);
        writeCount(context, formatCount(count), { x, y, cell, color: rgbHex(readableOn(filled)) });
      }
    }
  }
  drawGrid(context, layout, colors);
  if (layout.named) drawNames(context, classes, layout, colors);
  drawTitles(context, layout, colors);
}

function writeCount(
  context: CanvasRenderingContext2D,
  text: string,
  { x, y, cell, color }: { x: number; y: number; cell: number; color: string },
): void {
  if (cell < 16 || context.measureText(text).width > cell - 3) return;
  context.fillStyle = color;
  context.textAlign = "center";
  context.fillText(text, x + (cell + 1) / 2, y + (cell + 1) / 2);
}

/** Lines between cells where there is room for them, and a frame around all. */
function drawGrid(context: CanvasRenderingContext2D, { cell, left, top, classes }: MatrixLayout, colors: ChartColors) {
  context.strokeStyle = colors.grid;
  context.lineWidth = 1;
  context.beginPath();
  const side = cell * classes;
  for (let i = 0; i <= classes; i += cell >= 8 ? 1 : classes) {
    const at = i * cell + 0.5;
    context.moveTo(left + at, top);
    context.lineTo(left + at, top + side);
    context.moveTo(left, top + at);
    context.lineTo(left + side, top + at);
  }
  context.stroke();
}

function drawNames(
  context: CanvasRenderingContext2D,
  classes: readonly string[],
  { cell, left, top }: MatrixLayout,
  colors: ChartColors,
): void {
  context.fillStyle = colors.text;
  const room = left - 26;
  for (const [position, name] of classes.entries()) {
    const at = (position + 0.5) * cell;
    const text = fitted(context, name, room);
    context.textAlign = "right";
    context.fillText(text, left - 5, top + at);
    context.save();
    context.translate(left + at, top - 5);
    context.rotate(-Math.PI / 2);
    context.textAlign = "left";
    context.fillText(text, 0, 0);
    context.restore();
  }
}

function drawTitles(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: MatrixLayout,
  colors: ChartColors,
) {
  context.fillStyle = colors.muted;
  context.textAlign = "center";
  const [across, down] = [width - left, height - top];
  context.fillText(fitted(context, `${t("confusion.predicted")} →`, across), left + across / 2, 9);
  context.save();
  context.translate(9, top + down / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(fitted(context, `← ${t("confusion.true")}`, down), 0, 0);
  context.restore();
}

/** A text cut to a width, with an ellipsis. */
function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let kept = text.slice(0, 100);
  while (kept !== "" && context.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return kept === "" ? "" : `${kept}…`;
}
