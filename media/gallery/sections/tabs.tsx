import { tabs } from "../../dashboard/tabs/index.ts";
import { t } from "../../l10n/index.ts";
import { derived, names } from "../derived.ts";
import { OfRun } from "../pages.tsx";
import { recorded } from "../recorded/index.ts";
import type { RecordedRun } from "../recorded/recorded-run.ts";
import { Specimen } from "../specimen.tsx";

const { baseline, cosine, resumed, diverged, quarantined, stopped } = recorded;

/** Runs for which a tab has something to say, and one for which it has nothing. */
const states = {
  recipe: { "as written": baseline },
  difference: { "to another run": cosine },
  log: { resumed, diverged },
  images: { "samples, worst, broken": quarantined },
  confusion: { "six classes": baseline, "no validation yet": stopped },
  environment: { "a run that is over": baseline, "hostile names": hostile(resumed) },
} satisfies Record<string, Record<string, RecordedRun>>;

function hostile(run: RecordedRun): RecordedRun {
  return derived(run, names.html, { host: names.arabic, device: names.long, backend: names.override });
}

function ofTab(id: keyof typeof states) {
  const { title, Content } = tabs.find((tab) => tab.id === id)!;
  return () => (
    <>
      {Object.entries(states[id]).map(([state, run]) => (
        <Specimen key={state} title={`${t(title)}: ${state}`}>
          <OfRun run={run} runs={[baseline, cosine, resumed]} Part={Content} />
        </Specimen>
      ))}
    </>
  );
}

export const tabSections = {
  "tab-recipe": ofTab("recipe"),
  "tab-difference": ofTab("difference"),
  "tab-log": ofTab("log"),
  "tab-images": ofTab("images"),
  "tab-confusion": ofTab("confusion"),
  "tab-environment": ofTab("environment"),
};
