import type { ShownSchedule } from "../../shared/dashboard/schedule-messages.ts";
import { mostPoints } from "../../shared/dashboard/schedule-messages.ts";
import type { Language } from "../../shared/language.ts";
import { PlanError } from "../../shared/plan/plan-error.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import { isSmallNet } from "../../shared/recipe/wisdom/input-size.ts";
import { scheduleCurve } from "../../shared/schedules/curve.ts";
import { createSchedule } from "../../shared/schedules/learning-rate.ts";

/** The schedule as the page draws it, or in words why there is none. */
export function shownSchedule(
  name: string,
  recipe: Recipe,
  trainImages: number,
  language: Language,
): ShownSchedule | string {
  try {
    const schedule = createSchedule(recipe, trainImages);
    return {
      name,
      ...scheduleCurve(schedule, mostPoints),
      totalSteps: schedule.totalSteps,
      totalEpochs: schedule.epochs.length,
      warmupSteps: schedule.warmupSteps,
      warmupEpochs: recipe.learningRate.warmup.epochs,
      peakLearningRate: schedule.peakLearningRate,
    };
  } catch (error) {
    if (error instanceof PlanError) return error.text[language];
    throw error;
  }
}

/** Where nobody has said how many images there are: as many as the data set has that such nets are made for. */
export function assumedImages({ model }: Recipe): number {
  return isSmallNet(model.architecture) ? 50_000 : 1_281_167;
}
