import { t } from "../l10n/index.ts";
import { Menu } from "../parts/menu.tsx";
import { chartColors } from "../theme/chart-colors.ts";
import type { ChartProps } from "./chart.tsx";
import { chartPng } from "./export-png.ts";
import { chartSvg } from "./export-svg.ts";

/** Saves a chart as a picture of its pixels, as a drawing, or as numbers. */
export function ChartMenu(props: ChartProps & { canvas: () => HTMLCanvasElement | null }) {
  const { id, title, lines, view, xAxis, log, save, csv } = props;
  const text = (content: string) => new TextEncoder().encode(content);
  return (
    <Menu
      label={t("chart.menu", { title })}
      items={[
        {
          label: t("chart.savePng"),
          run: async () => {
            const canvas = props.canvas();
            if (canvas !== null) save(`${id}.png`, await chartPng(canvas, title, lines, chartColors()), "image/png");
          },
        },
        {
          label: t("chart.saveSvg"),
          run: () => {
            const picture = { lines, range: view.shown.peek(), xAxis, log, colors: chartColors() };
            save(`${id}.svg`, text(chartSvg(picture, { title, width: 960, height: 480 })), "image/svg+xml");
          },
        },
        { label: t("chart.saveCsv"), run: async () => save(`${id}.csv`, text(await csv()), "text/csv") },
        { label: t("chart.reset"), run: () => view.reset() },
      ]}
    />
  );
}
