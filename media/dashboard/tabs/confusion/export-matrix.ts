import type { EvaluationDetail } from "../../../../shared/protocol/evaluation.ts";
import { csvOf } from "../../../charts/export-csv.ts";
import { t } from "../../../l10n/index.ts";
import { canvasPng } from "../../../parts/canvas-png.ts";
import { chartColors } from "../../../theme/chart-colors.ts";
import { widest } from "./confusion-matrix.tsx";
import { drawMatrix } from "./draw-matrix.ts";
import { matrixLayout } from "./matrix-layout.ts";

/** The whole matrix with the names of the classes; of more than 100 of them the pairs that are confused most. */
export function matrixCsv({ classes, confusion, confused }: EvaluationDetail): string {
  if (confusion !== null) {
    const header = [`${t("confusion.true")} \\ ${t("confusion.predicted")}`, ...classes];
    return csvOf(
      header,
      confusion.map((counts, row) => [classes[row], ...counts]),
    );
  }
  return csvOf(
    [t("confusion.true"), t("confusion.predicted"), t("confusion.images")],
    confused.map(({ label, prediction, images }) => [classes[label], classes[prediction], images]),
  );
}

const titleHeight = 28;
const scale = 2;

/** The matrix with a title, in the colours of the theme, large enough for the names of its classes. */
export function matrixPng(
  { classes }: EvaluationDetail,
  confusion: NonNullable<EvaluationDetail["confusion"]>,
  title: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const colors = chartColors();
  const layout = matrixLayout(classes.length, widest(classes, colors.font), Math.max(640, classes.length * 16 + 160));
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d")!;
  context.font = colors.font;
  const width = Math.max(layout.width + 12, context.measureText(title).width + 24);
  Object.assign(canvas, { width: width * scale, height: (layout.height + titleHeight + 12) * scale });
  context.scale(scale, scale);
  context.fillStyle = colors.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  Object.assign(context, { font: colors.font, fillStyle: colors.text, textBaseline: "middle" });
  context.fillText(title, 12, titleHeight / 2);
  context.translate(0, titleHeight);
  drawMatrix(context, confusion, classes, layout, colors);
  return canvasPng(canvas);
}
