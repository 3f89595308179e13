import type { Signal } from "@preact/signals";
import { useMemo, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import { runColors } from "../../shared/dashboard/run-colors.ts";
import type { ScheduleToHost, ScheduleToPage, ShownSchedule } from "../../shared/dashboard/schedule-messages.ts";
import { t } from "../l10n/index.ts";
import { type ChartColors, chartColors } from "../theme/chart-colors.ts";
import { shownAccent } from "../theme/run-accents.ts";
import { type Curve, CurveChart } from "./curve-chart.tsx";
import { type Axis, scheduleCsv, shownRate } from "./points.ts";
import { pngOf, svgOf, textBase64 } from "./save-chart.ts";

interface Props {
  shown: Signal<ScheduleToPage | null>;
  axis: Signal<Axis>;
  post: (message: ScheduleToHost) => void;
}

const whole = (value: number) => Math.round(value).toLocaleString();

/** Learning rate and batch size of a recipe over its training, and of another one laid over it. */
export function SchedulePage({ shown, axis, post }: Props) {
  const charts = useRef(new Map<string, uPlot>());
  const [zoomed, setZoomed] = useState(false);
  const [zoomResets, setZoomResets] = useState(0);
  const message = shown.value;
  const colors = chartColors();
  const curves = useMemo(() => (message ? curvesOf(message, colors) : []), [message, colors]);
  if (!message) return <p class="page-notice muted">{t("recipe.waiting")}</p>;
  const { recipe, problem, overlay, images } = message;
  const [first] = curves;
  const onChart = (name: string) => (chart: uPlot | null) => {
    if (chart) charts.current.set(name, chart);
    else charts.current.delete(name);
  };
  const save = async (kind: "png" | "svg" | "csv"): Promise<void> => {
    const labels = { x: axis.value === "step" ? t("recipe.steps") : t("recipe.epochs"), y: t("recipe.learningRate") };
    const content =
      kind === "png"
        ? await pngOf([...charts.current.values()], colors.background)
        : textBase64(
            kind === "svg"
              ? svgOf(curves, axis.value, labels, shownRate)
              : scheduleCsv(curves.map((each) => each.schedule)),
          );
    post({ type: "save", fileName: `${recipe?.name ?? "schedule"}.${kind}`.slice(-200), content });
  };
  const common = { curves, axis: axis.value, zoomResets, onZoom: setZoomed };
  return (
    <main class="recipe-page">
      {problem !== null && (
        <p class="page-notice error" role="status">
          {recipe ? t("recipe.stale", { problem }) : t("recipe.noSchedule", { problem })}
        </p>
      )}
      {recipe && <Figures recipe={recipe} />}
      {first && (
        <>
          <div class="page-controls">
            <fieldset>
              <legend class="visually-hidden">{t("recipe.axis")}</legend>
              {(["step", "epoch"] as const).map((each) => (
                <button key={each} type="button" aria-pressed={axis.value === each} onClick={() => (axis.value = each)}>
                  {each === "step" ? t("recipe.steps") : t("recipe.epochs")}
                </button>
              ))}
            </fieldset>
            <Images key={images.count} images={images} onChange={(count) => post({ type: "images", count })} />
            {overlay ? (
              <button type="button" onClick={() => post({ type: "overlay", pick: false })}>
                {t("recipe.removeOverlay", { name: overlay.name })}
              </button>
            ) : (
              <button type="button" onClick={() => post({ type: "overlay", pick: true })}>
                {t("recipe.overlay")}
              </button>
            )}
            <button type="button" disabled={!zoomed} onClick={() => setZoomResets(zoomResets + 1)}>
              {t("recipe.resetZoom")}
            </button>
            <fieldset>
              <legend>{t("recipe.saveAs")}</legend>
              {(["png", "svg", "csv"] as const).map((kind) => (
                <button key={kind} type="button" onClick={() => void save(kind)}>
                  {kind.toUpperCase()}
                </button>
              ))}
            </fieldset>
          </div>
          {curves.length > 1 && <Legend curves={curves} />}
          <CurveChart
            {...common}
            quantity="learningRates"
            title={t("recipe.learningRate")}
            format={shownRate}
            onChart={onChart("rate")}
          />
          <CurveChart
            {...common}
            quantity="batchSizes"
            title={t("recipe.batchSize")}
            format={whole}
            onChart={onChart("batch")}
          />
        </>
      )}
    </main>
  );
}

function curvesOf({ recipe, overlay }: ScheduleToPage, colors: ChartColors): Curve[] {
  return [recipe, overlay].flatMap((schedule, i) =>
    schedule ? [{ schedule, color: shownAccent(runColors[i]!, colors), dashed: i > 0 }] : [],
  );
}

function Figures({ recipe }: { recipe: ShownSchedule }) {
  const { name, peakLearningRate, learningRates, totalSteps, totalEpochs, warmupSteps, warmupEpochs } = recipe;
  const warmup =
    warmupSteps > 0
      ? t("recipe.warmupValue", { epochs: warmupEpochs, steps: Math.min(warmupSteps, totalSteps) })
      : t("recipe.none");
  const figures = [
    [t("recipe.figurePeak"), shownRate(peakLearningRate)],
    [t("recipe.figureLast"), shownRate(learningRates.at(-1) ?? 0)],
    [t("recipe.figureSteps"), whole(totalSteps)],
    [t("recipe.figureEpochs"), whole(totalEpochs)],
    [t("recipe.figureWarmup"), warmup],
  ];
  return (
    <header class="page-head">
      <h1 class="name">{name}</h1>
      <dl class="schedule-figures">
        {figures.map(([title, value]) => (
          <div key={title}>
            <dt class="muted">{title}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

function Images({ images, onChange }: { images: ScheduleToPage["images"]; onChange: (count: number) => void }) {
  const note = images.from === "assumed" ? t("recipe.imagesAssumed") : t("recipe.imagesKnown");
  return (
    <label title={note}>
      {t("recipe.images")}
      <input
        class="number"
        type="number"
        min={1}
        max={1_000_000_000}
        step={1}
        defaultValue={String(images.count)}
        aria-description={note}
        onChange={({ currentTarget }) => {
          if (currentTarget.validity.valid && currentTarget.value !== "") onChange(Number(currentTarget.value));
        }}
      />
      {images.from === "assumed" && <span class="warning">≈</span>}
    </label>
  );
}

function Legend({ curves }: { curves: readonly Curve[] }) {
  return (
    <ul class="schedule-legend">
      {curves.map(({ schedule, color, dashed }) => (
        <li key={`${schedule.name} ${dashed}`}>
          <svg width="24" height="8" aria-hidden="true">
            <line
              x1="0"
              x2="24"
              y1="4"
              y2="4"
              stroke={color}
              stroke-width="2"
              stroke-dasharray={dashed ? "6 4" : undefined}
            />
          </svg>
          <span class="name">{schedule.name}</span>
        </li>
      ))}
    </ul>
  );
}
