import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type RunRef, runRefSchema } from "../../../../shared/dashboard/messages.ts";
import type { OpenRun, RunDetails } from "../../../data/open-run.ts";
import type { ListedRun } from "../../../data/run-store.ts";
import { errorText } from "../../../parts/notices.ts";
import { connectionTo } from "../../connection.ts";
import type { DashboardModel } from "../../model.ts";

const same = (a: RunRef, b: RunRef) => a.runner === b.runner && a.run === b.run;

export interface OtherRun {
  /** The runs that there are to compare with: those that are shown first, then the pinned ones, then the newest. */
  choices: readonly ListedRun[];
  chosen: Signal<RunRef | null>;
  /** The one that was chosen, or else the first of them. */
  other: ListedRun | null;
}

/** Which run another one is compared with. Without a choice it stays the one that it was first, whatever comes up. */
export function useOtherRun(model: DashboardModel, run: OpenRun): OtherRun {
  const chosen = model.state.part("differenceTo", runRefSchema.nullable(), null);
  const first = useSignal<RunRef | null>(null);
  const shown = model.selected.value;
  const rank = ({ ref, summary }: ListedRun) => {
    const at = shown.findIndex((one) => same(one, ref));
    return at >= 0 ? at : shown.length + (summary.pinned ? 0 : 1);
  };
  const choices = model.store.runs.value.filter(({ ref }) => !same(ref, run.ref)).toSorted((a, b) => rank(a) - rank(b));
  const next = choices.find(({ ref }) => shown.some((one) => same(one, ref)));
  const find = (wanted: RunRef | null) => choices.find(({ ref }) => wanted !== null && same(ref, wanted));
  const other = find(chosen.value) ?? next ?? find(first.value) ?? choices[0] ?? null;
  useEffect(() => {
    if (other !== null) first.value = other.ref;
  }, [other?.ref.runner, other?.ref.run]);
  return { choices, chosen, other };
}

/** A run's recipe and plan, from the run itself where it is shown, and else from its runner. */
export function useDetails(
  model: DashboardModel,
  ref: RunRef | null,
): { details: RunDetails | null; error: string | null } {
  const read = useSignal<{ ref: RunRef; details: RunDetails } | null>(null);
  const error = useSignal<string | null>(null);
  const open = ref === null ? undefined : model.open.value.find((run) => same(run.ref, ref));
  const link = ref === null ? null : connectionTo(model, ref.runner);
  useEffect(() => {
    if (ref === null || link === null || open !== undefined) return;
    let wanted = true;
    error.value = null;
    link.request("get", { run: ref.run }).then(
      (details) => {
        if (wanted) read.value = { ref, details };
      },
      (thrown: unknown) => {
        if (wanted) error.value = errorText(thrown);
      },
    );
    return () => {
      wanted = false;
    };
  }, [link, ref?.runner, ref?.run, open === undefined]);
  if (open !== undefined) return { details: open.details.value, error: null };
  const known = read.value !== null && ref !== null && same(read.value.ref, ref) ? read.value.details : null;
  return { details: known, error: error.value };
}
