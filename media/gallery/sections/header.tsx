import type { RunSummary } from "../../../shared/protocol/run-summary.ts";
import { runReasons } from "../../../shared/run-reasons.ts";
import { Figures } from "../../dashboard/figures.tsx";
import { RunHeader } from "../../dashboard/run-header.tsx";
import { derived, names } from "../derived.ts";
import { OfRun } from "../pages.tsx";
import { recorded, recordedStates } from "../recorded/index.ts";
import { Specimen } from "../specimen.tsx";

const { baseline, diverged, quarantined } = recorded;
const header = (title: string, change: Partial<RunSummary>) => (
  <Specimen title={title}>
    <OfRun run={derived(baseline, title, change)} Part={RunHeader} />
  </Specimen>
);

const diagnosis = diverged.records.flatMap((record) => (record.type === "log" ? record.message : [])).join(" ");

const States = () => (
  <>
    {recordedStates.map((summary) => header(summary.state, summary))}
    {header("interrupted", { state: "interrupted", reason: runReasons.died.recorded, step: 90, epoch: 4 })}
    {header("failed, with a diagnosis", { state: "failed", reason: diagnosis })}
  </>
);

function Header() {
  return (
    <>
      <States />
      {Object.entries(names).map(([title, name]) => header(`name: ${title}`, { name, state: "running" }))}
    </>
  );
}

const gibibyte = 2 ** 30;
const ofGpu = {
  ...baseline.run.latest,
  imagesPerSecond: 1_940,
  "gpu0/use": 0.97,
  "gpu0/memoryUsed": 71 * gibibyte,
  "gpu0/memoryTotal": 80 * gibibyte,
};
const figures = (title: string, change: Partial<RunSummary>, of = baseline) => (
  <Specimen title={title}>
    <OfRun run={derived(of, title, change)} Part={({ run }) => <Figures run={run} />} />
  </Specimen>
);

function AllFigures() {
  return (
    <>
      {figures("on a processor", {})}
      {figures("on a GPU", { latest: ofGpu, device: "NVIDIA H100 80GB HBM3", backend: "torch", host: "gpu-box" })}
      {figures("with images that were set aside", {}, quarantined)}
      {figures("diverged", {}, diverged)}
      {figures("nothing yet", { latest: {}, device: null, host: null, backend: null })}
      {figures("long names", { device: names.long, host: names.hebrew })}
    </>
  );
}

export const headerSections = { "run-header": Header, "run-header-korean": States, figures: AllFigures };
