import { type Plan, scheduleRows } from "../../shared/plan.ts";

/** The schedule as CSV, a header and a line per step. Rates have all their digits, as JavaScript writes them. */
export function* scheduleLines(plan: Plan): Generator<string> {
  yield "step,epoch,batchSize,learningRate";
  for (const { step, epoch, batchSize, learningRate } of scheduleRows(plan)) {
    yield `${step},${epoch},${batchSize},${learningRate}`;
  }
}
