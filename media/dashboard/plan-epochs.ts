import { z } from "zod";
import type { EpochRow } from "../../shared/plan.ts";

/** What the page needs of a plan. */
const schema = z.object({
  epochs: z.array(
    z.object({ epoch: z.int(), firstStep: z.int(), steps: z.int(), batchSize: z.int(), lastBatchSize: z.int() }),
  ),
});

const known = new WeakMap<object, readonly EpochRow[]>();

/** The epochs of a run's plan; none where there is no plan, or one of another version. */
export function planEpochs(plan: unknown): readonly EpochRow[] {
  if (typeof plan !== "object" || plan === null) return [];
  const before = known.get(plan);
  if (before !== undefined) return before;
  const checked = schema.safeParse(plan);
  const epochs = checked.success ? checked.data.epochs : [];
  known.set(plan, epochs);
  return epochs;
}
