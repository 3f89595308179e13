import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { PreviewChoice } from "../../../shared/dashboard/preview-messages.ts";
import { PreviewPage, type Shown } from "../../preview/preview-page.tsx";
import { names } from "../derived.ts";
import { recordedPreview } from "../recorded/index.ts";
import { Specimen } from "../specimen.tsx";

const choice: PreviewChoice = { split: "train", count: 4, seed: null, epoch: 0, indices: null };
const samples = { type: "samples", runner: "workstation", choice, result: recordedPreview } as const;

function Page({ state, name = "shapes", steps = false }: { state: Shown; name?: string; steps?: boolean }) {
  const signals = useMemo(
    () => ({
      name: signal(name),
      samples: signal(state.type === "samples" ? state : null),
      state: signal<Shown | null>(state),
      choice: signal(choice),
      eachStep: signal(steps),
    }),
    [],
  );
  return <PreviewPage {...signals} post={() => {}} />;
}

const Preview = () => (
  <>
    <Specimen title="results">
      <Page state={samples} />
    </Specimen>
    <Specimen title="each operation">
      <Page
        state={{ ...samples, result: { ...recordedPreview, samples: recordedPreview.samples.slice(0, 2), leftOut: 3 } }}
        steps
      />
    </Specimen>
  </>
);

const failures = [
  { action: "startRunner", message: "A preview needs a runner, and there is none yet." },
  { action: "showProblems", message: "The recipe has 2 errors." },
  { action: "retry", message: "The runner workstation does not answer." },
] as const;

const Nothing = () => (
  <>
    <Specimen title="on the way">
      <Page state={{ type: "loading", runner: "workstation" }} name={names.long} />
    </Specimen>
    <Specimen title="an empty data set">
      <Page
        state={{ ...samples, result: { ...recordedPreview, samples: [], broken: [], images: 0 } }}
        name={names.arabic}
      />
    </Specimen>
    {failures.map((failure) => (
      <Specimen key={failure.action} title={`cannot: ${failure.action}`}>
        <Page state={{ type: "failed", ...failure }} name={names.html} />
      </Specimen>
    ))}
  </>
);

export const previewSections = {
  preview: Preview,
  "preview-nothing": Nothing,
  "preview-korean": () => <Page state={samples} steps />,
};
