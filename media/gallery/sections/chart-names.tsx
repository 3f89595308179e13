import { colorOfId, distinctColors } from "../../../shared/dashboard/run-colors.ts";
import { ChartSpecimen, lineOf } from "../chart-specimen.tsx";
import { courseOf, names } from "../derived.ts";
import { recorded } from "../recorded/index.ts";

const { steps, values } = courseOf(recorded.baseline, "train/loss");

/** A line for each name, each a little above the one before. */
function named(runs: readonly string[]) {
  const colors = distinctColors(runs.map((_, i) => colorOfId(`run ${i}`)));
  return runs.map((run, i) =>
    lineOf("train/loss", { x: steps, y: values.map((y) => y + i * 0.15) }, { run, color: colors[i]!, id: String(i) }),
  );
}

const each = ([name, run]: [string, string]) => (
  <ChartSpecimen key={name} state={name} lines={named([run, "baseline"])} />
);

function ChartNames() {
  return (
    <div class="grid">
      {Object.entries(names).map(each)}
      <ChartSpecimen
        state="ten runs"
        lines={named(Array.from({ length: 10 }, (_, i) => `resnet20-lr-${0.05 * (i + 1)}`.slice(0, 18)))}
        cursor={84}
      />
    </div>
  );
}

export const chartNames = { "chart-names": ChartNames };
