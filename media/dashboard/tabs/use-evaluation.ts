import { type Signal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { z } from "zod";
import type { RunnerLink } from "../../../shared/client/runner-link.ts";
import type { ResultOf } from "../../../shared/protocol/requests.ts";
import type { OpenRun } from "../../data/open-run.ts";
import { errorText } from "../../parts/notices.ts";
import { connectionTo } from "../connection.ts";
import type { DashboardModel } from "../model.ts";

export type Evaluations = ResultOf<"evaluation">;

export interface EvaluationView {
  /** Null until the runner has answered. What it said last stays while it is asked again. */
  answer: Evaluations | null;
  error: string | null;
  connected: boolean;
  /** The epoch that was chosen, 0-based; null follows the latest. */
  epoch: Signal<number | null>;
}

/** What a run's validations say of classes and images: read when somebody looks, and again after each validation. */
export function useEvaluation(model: DashboardModel, run: OpenRun): EvaluationView {
  const epoch = model.state.part("evaluationEpoch", z.int().min(0).nullable(), null);
  const answer = useSignal<Evaluations | null>(null);
  const error = useSignal<string | null>(null);
  const link = connectionTo(model, run.ref.runner);
  // What streams in says so; only a validation draws the tables anew.
  const validated = useComputed(() => {
    run.version.value;
    return run.series.metrics.get("validation/top1")?.lastStep ?? 0;
  }).value;
  useEffect(() => {
    if (link === null) return;
    let wanted = true;
    evaluationOf(link, run.ref.run, epoch.value).then(
      (found) => {
        if (!wanted) return;
        answer.value = found;
        error.value = null;
      },
      (thrown: unknown) => {
        if (wanted) error.value = errorText(thrown);
      },
    );
    return () => {
      wanted = false;
    };
  }, [link, run.ref.run, epoch.value, validated]);
  return { answer: answer.value, error: error.value, connected: link !== null, epoch };
}

/** An epoch that this run has not validated, or not any more, gives the latest. */
async function evaluationOf(link: RunnerLink, run: string, epoch: number | null): Promise<Evaluations> {
  const chosen = await link.request("evaluation", epoch === null ? { run } : { run, epoch });
  const other = epoch !== null && chosen.evaluation === null && chosen.available.length > 0;
  return other ? link.request("evaluation", { run }) : chosen;
}
