import { ChartSpecimen, lineOf } from "../chart-specimen.tsx";
import { stretched } from "../long-run.ts";
import { recorded } from "../recorded/index.ts";

const count = 1_000_000;

function ChartMillion() {
  const x = Float64Array.from({ length: count }, (_, i) => i + 1);
  const loss = { x, y: stretched(recorded.baseline, "train/loss", count) };
  const every = 5_000;
  const rare = (values: Float64Array) => values.filter((_, i) => i % every === 0);
  const validation = { x: rare(x), y: rare(stretched(recorded.baseline, "validation/loss", count)) };
  const lines = [lineOf("train/loss", loss), lineOf("validation/loss", validation, { dash: "dashed" })];
  return (
    <div class="grid">
      <ChartSpecimen state="a million points" lines={lines} />
      <ChartSpecimen
        state="a million points, smoothed"
        lines={[lineOf("train/loss", loss, { halfLife: count / 100 })]}
      />
      <ChartSpecimen state="a million points, logarithmic" log lines={lines} />
      <ChartSpecimen state="zoomed to a thousand of them" lines={lines} range={{ min: 400_000, max: 401_000 }} />
    </div>
  );
}

export const chartMillion = { "chart-million": ChartMillion };
