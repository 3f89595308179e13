import { createPlan, type DataFacts, type Plan, PlanError } from "../../shared/plan.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import type { OpenedData } from "../data/dataset.ts";
import { UserError } from "../errors.ts";

export function dataFacts({ train, validation }: OpenedData): DataFacts {
  return { trainImages: train.length, validationImages: validation.length, classes: [...train.classes] };
}

/** The plan; where recipe and data do not go together, a `UserError` with the same code and message. */
export function planFor(recipe: Recipe, facts: DataFacts): Plan {
  try {
    return createPlan(recipe, facts);
  } catch (error) {
    if (error instanceof PlanError) {
      throw new UserError(error.code, error.message, { cause: error, text: error.text });
    }
    throw error;
  }
}
