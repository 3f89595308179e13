import { t } from "../l10n/index.ts";
import { chartColors } from "../theme/chart-colors.ts";
import type { ChartProps } from "./chart.tsx";
import { chartPng } from "./export-png.ts";
import { chartSvg } from "./export-svg.ts";
import { SaveMenu } from "./save-menu.tsx";

/** Saves a chart of lines, and shows all of it. */
export function ChartMenu(props: ChartProps & { canvas: () => HTMLCanvasElement | null }) {
  const { id, title, lines, view, xAxis, log, save, csv } = props;
  return (
    <SaveMenu
      id={id}
      title={title}
      png={async () => {
        const canvas = props.canvas();
        return canvas && chartPng(canvas, title, lines, chartColors());
      }}
      svg={() => {
        const picture = { lines, range: view.shown.peek(), xAxis, log, colors: chartColors() };
        return chartSvg(picture, { title, width: 960, height: 480 });
      }}
      csv={csv}
      save={save}
      more={[{ label: t("chart.reset"), run: () => view.reset() }]}
    />
  );
}
