import type { ResultOf } from "../../../shared/protocol/requests.ts";
import { listEvaluations, readEvaluation } from "../evaluations.ts";
import type { RunEntry } from "./run-entry.ts";

/** What a run's process wrote about its validations, of those that still count. */
export async function evaluationOf({ folder, facts }: RunEntry, epoch?: number): Promise<ResultOf<"evaluation">> {
  const steps = await listEvaluations(folder);
  const available = steps.flatMap((step) => facts.validations.find((validation) => validation.step === step) ?? []);
  const chosen = epoch === undefined ? available[0] : available.find((one) => one.epoch === epoch);
  return { evaluation: chosen === undefined ? null : await readEvaluation(folder, chosen.step), available };
}
