import { z } from "zod";
import { field } from "../recipe/field.ts";
import type { DecayFunction } from "./schedule.ts";

export const polynomialSchema = z
  .strictObject({
    kind: field(z.literal("polynomial"), {
      title: "Polynomial decay",
      text: "The rate falls as (1 − t/T)^power over the batches after warm-up; power 1 is a straight line.",
      source: "ours",
    }),
    power: field(z.number().gt(0).max(10).default(1), {
      title: "Power",
      text: "1 is linear, 2 falls faster at first.",
      source: "ours",
    }),
  })
  .meta({ title: "Polynomial decay", description: "The rate falls as a power of the remaining share." });

/** (1 − t/T)^power, t and T as for the cosine. */
export const polynomial: DecayFunction<z.output<typeof polynomialSchema>> = (
  { power },
  { stepAfterWarmup, stepsAfterWarmup },
) => (1 - stepAfterWarmup / stepsAfterWarmup) ** power;
