import type { PageRunner } from "../../../shared/dashboard/messages.ts";
import { RunsSection } from "../../dashboard/runs-table/runs-section.tsx";
import { derived, names } from "../derived.ts";
import { type Setting, useModel } from "../pages.tsx";
import { recorded, recordedStates } from "../recorded/index.ts";
import { Specimen } from "../specimen.tsx";

const { baseline, cosine, resumed } = recorded;
const inEachState = recordedStates.map((summary) => derived(baseline, `in ${summary.state}`, { ...summary }));
const named = Object.values(names).map((name, i) =>
  derived([baseline, cosine, resumed][i % 3]!, `named ${i}`, { name }),
);

function Table(setting: Setting) {
  return <RunsSection model={useModel(setting)} />;
}

const States = () => (
  <Specimen title="every state, two of them shown">
    <Table runs={inEachState} open={[baseline, cosine]} />
  </Specimen>
);

function Runs() {
  return (
    <>
      <States />
      <Specimen title="names">
        <Table runs={named} open={named.slice(0, 3)} />
      </Specimen>
    </>
  );
}

const runner = (state: PageRunner["state"]): PageRunner[] => [{ id: "recorded", name: "gpu-box", state }];

function Empty() {
  return (
    <>
      <Specimen title="no runner">
        <Table runners={[]} />
      </Specimen>
      <Specimen title="connecting">
        <Table runners={runner("connecting")} />
      </Specimen>
      <Specimen title="no runs, in the editor">
        <Table />
      </Specimen>
      <Specimen title="no runs, in a browser">
        <Table kind="browser" />
      </Specimen>
    </>
  );
}

export const runsSections = { runs: Runs, "runs-korean": States, empty: Empty };
