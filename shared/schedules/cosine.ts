import { z } from "zod";
import { field } from "../recipe/field.ts";
import type { DecayFunction } from "./schedule.ts";

export const cosineSchema = z
  .strictObject({
    kind: field(z.literal("cosine"), {
      title: "Cosine decay",
      text: "The rate falls along half a cosine from the peak to 0 over the T batches after warm-up: ½(1 + cos(t·π/T))·η. Slowly at first, so that much of the training runs at a high rate, and without a step to place.",
      source: "§5.1 of the paper",
    }),
  })
  .meta({ title: "Cosine decay", description: "The rate falls along half a cosine." });

/**
 * ½(1 + cos(t·π/T)), t the steps since warm-up ended and T the steps after it: §5.1 of the paper. The first step after
 * warm-up has t = 0, so the rate does not drop where warm-up ends, and the last step still has a rate above 0.
 */
export const cosine: DecayFunction<z.output<typeof cosineSchema>> = (_options, { stepAfterWarmup, stepsAfterWarmup }) =>
  0.5 * (1 + Math.cos((Math.PI * stepAfterWarmup) / stepsAfterWarmup));
