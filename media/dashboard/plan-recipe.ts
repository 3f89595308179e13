import { z } from "zod";

/** A recipe as a plan has it: bases merged in, every default written out. Its fields may be those of another version. */
export type PlannedRecipe = Record<string, unknown>;

const schema = z.object({ recipe: z.record(z.string(), z.unknown()) });

/** The resolved recipe of a run's plan; null where there is no plan, or none that is understood. */
export function planRecipe(plan: unknown): PlannedRecipe | null {
  const checked = schema.safeParse(plan);
  return checked.success ? checked.data.recipe : null;
}
