import { metricNamed } from "../../shared/metrics.ts";
import type { OpenRun } from "../data/open-run.ts";
import { language, t } from "../l10n/index.ts";
import { Name } from "../parts/name.tsx";

const shown = [
  "validation/top1",
  "validation/top5",
  "train/loss",
  "validation/loss",
  "learningRate",
  "imagesPerSecond",
  "dataWait",
  "gpu0/use",
  "machine/processor",
] as const;

/** The latest values in one row, and what the run runs on. */
export function Figures({ run }: { run: OpenRun }) {
  const summary = run.summary.value;
  if (summary === null) return null;
  const { latest, device, host, backend } = summary;
  const hasGpu = latest["gpu0/use"] !== undefined;
  const names = shown.filter((name) => latest[name] !== undefined && !(hasGpu && name === "machine/processor"));
  const memory = memoryOf(latest, hasGpu);
  if (names.length === 0 && device === null) return null;
  return (
    <dl class="figures">
      {names.map((name) => {
        const metric = metricNamed(name, language.value)!;
        return <Figure key={name} label={metric.label} value={metric.format(latest[name]!)} unit={metric.unit} />;
      })}
      {memory !== null && <Figure label={t("figure.memory")} value={memory} unit="GiB" />}
      {summary.quarantinedImages > 0 && (
        <Figure label={t("figure.quarantined")} value={String(summary.quarantinedImages)} unit="" warning />
      )}
      {device !== null && (
        <div class="figure wide">
          <dt>{t("figure.device")}</dt>
          <dd>
            <Name text={[device, backend, host].filter((part) => part !== null).join(" · ")} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Figure({
  label,
  value,
  unit,
  warning = false,
}: {
  label: string;
  value: string;
  unit: string;
  warning?: boolean;
}) {
  return (
    <div class={warning ? "figure warning" : "figure"}>
      <dt>{label}</dt>
      <dd class="number">
        {value}
        {unit !== "" && <span class="unit"> {unit}</span>}
      </dd>
    </div>
  );
}

function memoryOf(latest: Record<string, number>, ofGpu: boolean): string | null {
  const [used, total] = ofGpu ? ["gpu0/memoryUsed", "gpu0/memoryTotal"] : ["machine/memoryUsed", "machine/memoryTotal"];
  const gibibytes = (key: string) => metricNamed(key)?.format(latest[key] ?? Number.NaN);
  return latest[used!] === undefined || latest[total!] === undefined
    ? null
    : `${gibibytes(used!)}/${gibibytes(total!)}`;
}
