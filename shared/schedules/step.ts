import { z } from "zod";
import { field } from "../recipe/field.ts";
import type { DecayFunction } from "./schedule.ts";

export const stepSchema = z
  .strictObject({
    kind: field(z.literal("step"), {
      title: "Step decay",
      text: "The rate is multiplied by `factor` at each of `epochs`: the paper's baseline divides it by 10 at epochs 30, 60 and 90 of 120.",
      source: "§2.1 of the paper",
    }),
    epochs: field(z.array(z.number().gt(0)).max(1000).default([30, 60, 90]), {
      title: "Decay epochs",
      text: "After so many completed epochs the rate is multiplied by `factor`.",
      source: "§2.1 of the paper",
      unit: "epochs",
    }),
    factor: field(z.number().gt(0).max(1).default(0.1), {
      title: "Factor",
      text: "What the rate is multiplied by at each decay epoch.",
      source: "§2.1 of the paper",
    }),
  })
  .meta({ title: "Step decay", description: "The rate is multiplied by a factor at given epochs." });

/** `factor` to the power of the number of decay epochs that are complete: §2.1 of the paper. */
export const step: DecayFunction<z.output<typeof stepSchema>> = ({ epochs, factor }, { epochsCompleted }) =>
  factor ** epochs.filter((epoch) => epochsCompleted >= epoch).length;
