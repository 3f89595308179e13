import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { metrics } from "../../../../shared/metrics.ts";
import type { EvaluationDetail } from "../../../../shared/protocol/evaluation.ts";
import { formatCount, t } from "../../../l10n/index.ts";
import { isolate } from "../../../parts/isolate.ts";
import { chartColors } from "../../../theme/chart-colors.ts";
import { drawMatrix } from "./draw-matrix.ts";
import { type Cell, cellAfterKey, cellAt, type MatrixLayout, matrixLayout } from "./matrix-layout.ts";

interface Props {
  evaluation: EvaluationDetail;
  /** Images by [true class][predicted class]. */
  confusion: NonNullable<EvaluationDetail["confusion"]>;
}

/** The matrix as a heat map. Pointer and arrow keys read its cells. */
export function ConfusionMatrix({ evaluation, confusion }: Props) {
  const { classes, images } = evaluation;
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const available = useSignal(0);
  const cursor = useSignal<Cell | null>(null);
  const focused = useSignal(false);
  const colors = chartColors();
  const nameWidth = useMemo(() => widest(classes, colors.font), [classes, colors.font]);
  const layout = matrixLayout(classes.length, nameWidth, available.value);

  useLayoutEffect(() => {
    const element = holder.current!;
    const measure = () => {
      if (element.clientWidth > 0) available.value = element.clientWidth;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const context = canvas.current!.getContext("2d")!;
    const ratio = devicePixelRatio;
    Object.assign(canvas.current!, { width: layout.width * ratio, height: layout.height * ratio });
    Object.assign(canvas.current!.style, { width: `${layout.width}px`, height: `${layout.height}px` });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawMatrix(context, confusion, classes, layout, colors);
  }, [confusion, classes, layout.cell, layout.left, colors]);

  const point = ({ offsetX, offsetY }: PointerEvent) => {
    const at = cellAt(layout, offsetX, offsetY);
    if (at !== null || !focused.value) cursor.value = at;
  };
  return (
    <figure class="confusion-matrix">
      <div class="holder" ref={holder}>
        <div
          class="surface"
          role="application"
          aria-roledescription={t("confusion.role")}
          aria-label={t("confusion.label", { classes: classes.length, images })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move from cell to cell in it
          tabIndex={0}
          onFocus={() => {
            focused.value = true;
            cursor.value ??= { row: 0, column: 0 };
          }}
          onBlur={() => {
            focused.value = false;
            cursor.value = null;
          }}
          onPointerMove={point}
          onPointerLeave={() => {
            if (!focused.value) cursor.value = null;
          }}
          onKeyDown={(event) => {
            const next = cellAfterKey(event.key, cursor.value ?? { row: 0, column: 0 }, classes.length);
            if (next === null || event.altKey || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            cursor.value = next;
          }}
        >
          <div aria-hidden="true">
            <canvas ref={canvas} />
            <Mark cursor={cursor} layout={layout} />
          </div>
        </div>
      </div>
      <figcaption>
        <Reading cursor={cursor} focused={focused} classes={classes} confusion={confusion} />
        <p class="muted">{t("confusion.hint")}</p>
      </figcaption>
    </figure>
  );
}

/** A frame around the cell that is read. */
function Mark({ cursor, layout: { cell, left, top, classes } }: { cursor: Signal<Cell | null>; layout: MatrixLayout }) {
  const at = cursor.value;
  if (at === null || at.row >= classes || at.column >= classes) return null;
  const side = `${cell + 3}px`;
  const place = `translate(${left + at.column * cell - 1}px, ${top + at.row * cell - 1}px)`;
  return <div class="mark" style={{ width: side, height: side, transform: place }} />;
}

function Reading({
  cursor,
  focused,
  classes,
  confusion,
}: { cursor: Signal<Cell | null>; focused: Signal<boolean> } & Pick<Props, "confusion"> & {
    classes: readonly string[];
  }) {
  const at = cursor.value;
  // Read out only where the keys are.
  return (
    <p class="reading" aria-live={focused.value ? "polite" : "off"}>
      {at === null ? t("confusion.point") : reading(at, classes, confusion)}
    </p>
  );
}

function reading({ row, column }: Cell, classes: readonly string[], confusion: Props["confusion"]): string {
  const counts = confusion[row] ?? [];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const name = isolate(classes[row] ?? "");
  if (total === 0) return t("confusion.noImages", { name });
  const count = counts[column] ?? 0;
  const values = {
    name,
    count: formatCount(count),
    total: formatCount(total),
    share: metrics["validation/top1"].format(count / total),
  };
  return row === column
    ? t("confusion.right", values)
    : t("confusion.wrong", { ...values, prediction: isolate(classes[column] ?? "") });
}

/** Width of the longest name, in CSS pixels. */
export function widest(names: readonly string[], font: string): number {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = font;
  return Math.max(0, ...names.map((name) => context.measureText(name.slice(0, 100)).width));
}
