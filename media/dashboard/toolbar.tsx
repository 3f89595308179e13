import { type XAxis, xAxes } from "../charts/x-axis.ts";
import { t } from "../l10n/index.ts";
import type { DashboardModel } from "./model.ts";

/** What all charts have in common: their axis, how smooth they are, and the way back to the whole. */
export function Toolbar({ model }: { model: DashboardModel }) {
  return (
    <div class="toolbar" role="toolbar" aria-label={t("toolbar.label")}>
      <label>
        {t("toolbar.axis")}
        <select value={model.xAxis.value} onChange={({ currentTarget }) => model.setAxis(currentTarget.value as XAxis)}>
          {xAxes.map((axis) => (
            <option key={axis} value={axis}>
              {t(`axis.${axis}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("toolbar.smoothing")}
        <input
          type="range"
          min="0"
          max="1"
          step="0.02"
          value={model.smoothing.value}
          aria-valuetext={
            model.smoothing.value === 0 ? t("toolbar.off") : `${Math.round(model.smoothing.value * 100)} %`
          }
          onInput={({ currentTarget }) => {
            model.smoothing.value = Number(currentTarget.value);
          }}
        />
      </label>
      <button type="button" disabled={model.view.range.value === null} onClick={() => model.view.reset()}>
        {t("chart.reset")}
      </button>
      <span class="muted hint">{t("toolbar.hint")}</span>
    </div>
  );
}
