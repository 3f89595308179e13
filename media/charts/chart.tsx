import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { formatCount, t } from "../l10n/index.ts";
import { chartColors } from "../theme/chart-colors.ts";
import { type ChartLine, lastOf } from "./chart-line.ts";
import { ChartMenu } from "./chart-menu.tsx";
import { Legend } from "./legend.tsx";
import { followPointer, keyAction } from "./navigation.ts";
import type { Picture } from "./picture.ts";
import { Plot } from "./plot.ts";
import { nearest } from "./points.ts";
import type { ChartView } from "./view.ts";
import { axisTexts, type XAxis } from "./x-axis.ts";

export interface ChartProps {
  /** Stable; names its files too. */
  id: string;
  title: string;
  lines: readonly ChartLine[];
  view: ChartView;
  xAxis: XAxis;
  log: boolean;
  onLog: (log: boolean) => void;
  /** Ids of lines that are not drawn. */
  hidden: ReadonlySet<string>;
  onHidden: (id: string, hidden: boolean) => void;
  /** All values of the lines as rows of CSV, from the runner where the page has only their means. */
  csv: () => Promise<string>;
  save: (fileName: string, bytes: Uint8Array<ArrayBuffer>, type: string) => void;
  height?: number;
}

/** A chart with its legend, menu, cursor and keys. Charts with the same view share cursor and range. */
export function Chart(props: ChartProps) {
  const { title, view, xAxis, log } = props;
  const element = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const focused = useSignal(false);
  const colors = chartColors();
  const lines = props.lines.filter(({ id }) => !props.hidden.has(id));
  const picture: Picture = { lines, range: view.shown.value, xAxis, log, colors };
  const latest = useRef(picture);
  latest.current = picture;
  const hasRight = lines.some(({ axis }) => axis === "right");

  useEffect(() => {
    const [container, surface] = [element.current!, over.current!];
    const size = () => ({ width: container.clientWidth, height: container.clientHeight });
    const made = new Plot(container, size(), latest.current);
    plot.current = made;
    const place = () => {
      const { left, top, width, height } = made.area;
      Object.assign(surface.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    };
    place();
    const observer = new ResizeObserver(() => {
      if (container.clientWidth === 0) return; // hidden
      made.resize(size());
      place();
    });
    observer.observe(container);
    const unfollow = followPointer(surface, view, (left) => made.xAt(left));
    return () => {
      unfollow();
      observer.disconnect();
      plot.current = null;
      made.destroy();
    };
  }, [xAxis, log, hasRight, view, colors.font]);

  useEffect(() => plot.current?.draw(picture));

  const nothing = lines.every(({ points }) => points.x.length === 0)
    ? t("chart.none")
    : log && !lines.some(({ points }) => Array.prototype.some.call(points.y, (y: number) => y > 0))
      ? t("chart.noneAboveZero")
      : null;
  const cursor = useComputed(() => view.cursor.value);
  return (
    <section class="line-chart" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <button
          type="button"
          class="plain toggle"
          aria-pressed={log}
          onClick={() => props.onLog(!log)}
          title={t("chart.logTitle")}
        >
          log
        </button>
        <ChartMenu {...props} lines={lines} canvas={() => plot.current?.canvas ?? null} />
      </header>
      <div
        class="plot"
        role="application"
        aria-roledescription={t("chart.role")}
        aria-label={`${title}. ${summaryOf(lines)} ${t("chart.keys")}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the cursor in it
        tabIndex={0}
        onFocus={() => {
          focused.value = true;
        }}
        onBlur={() => {
          focused.value = false;
        }}
        onKeyDown={(event) => {
          if (keyAction(view, event, lines)) event.preventDefault();
        }}
      >
        <div class="canvas" ref={element} aria-hidden="true" />
        <div class="over" ref={over} aria-hidden="true">
          <Crosshair view={view} />
        </div>
        {nothing !== null && <p class="none muted">{nothing}</p>}
      </div>
      <Legend lines={props.lines} hidden={props.hidden} onHidden={props.onHidden} cursor={cursor} />
      {/* Read out only where the keys are. */}
      <p class="visually-hidden" aria-live="polite">
        {focused.value && cursor.value !== null && spoken(lines, cursor.value, xAxis)}
      </p>
    </section>
  );
}

function Crosshair({ view }: { view: ChartView }) {
  const line = useRef<HTMLDivElement>(null);
  const at = view.cursor.value;
  const { min, max } = view.shown.value;
  const inside = at !== null && at >= min && at <= max;
  useEffect(() => {
    if (line.current && inside) line.current.style.left = `${((at - min) / (max - min)) * 100}%`;
  });
  return <div ref={line} class="crosshair" hidden={!inside} />;
}

function summaryOf(lines: readonly ChartLine[]): string {
  return lines
    .map((line) => [line, lastOf(line)] as const)
    .filter((entry): entry is [ChartLine, number] => entry[1] !== null)
    .slice(0, 8)
    .map(([line, value]) => `${nameOf(line)}: ${line.format(value)} ${line.unit}.`)
    .join(" ");
}

function spoken(lines: readonly ChartLine[], at: number, xAxis: XAxis): string {
  const values = lines.flatMap((line) => {
    const index = nearest(line.points.x, at);
    const value = index < 0 ? Number.NaN : line.points.y[index]!;
    return Number.isFinite(value) ? [`${nameOf(line)} ${line.format(value)} ${line.unit}`] : [];
  });
  const more = values.length > 8 ? [t("chart.more", { count: formatCount(values.length - 8) })] : [];
  return [axisTexts[xAxis].exact(at), ...values.slice(0, 8), ...more].join("; ");
}

const nameOf = ({ run, label }: ChartLine) => (run === null ? label : `${run.slice(0, 60)}, ${label}`);
