import { z } from "zod";
import { field } from "../field.ts";

const epsilon = z.number().min(0).lt(1);

export const lossSchema = field(
  z
    .strictObject({
      labelSmoothing: field(
        z
          .union([
            epsilon,
            z.strictObject({
              epsilon: field(epsilon.default(0.1), {
                title: "ε",
                text: "How much of the probability is taken from the true class and spread over others.",
                source: "§5.2 of the paper",
              }),
              form: field(z.enum(["paper", "uniform"]).default("paper"), {
                title: "Form",
                text: "`paper`: 1−ε on the true class and ε/(K−1) on each other. `uniform`: ε/K on every class and 1−ε more on the true one, as PyTorch and timm do.",
                source: "§5.2 of the paper; `uniform` from Szegedy et al., 2016",
              }),
            }),
          ])
          .default(0),
        {
          title: "Label smoothing",
          text: "Targets of 1 drive the logits apart without end; smoothed targets keep them finite. ε, or an object with `epsilon` and `form`. 0 switches it off; the paper uses 0.1.",
          source: "§5.2 of the paper",
        },
      ),
    })
    .prefault({}),
  { title: "Loss", text: "Cross-entropy, and what softens its targets.", source: "§2.1 and §5.2 of the paper" },
);

export interface LabelSmoothing {
  epsilon: number;
  form: "paper" | "uniform";
}

/** Both spellings of `loss.labelSmoothing` as one. */
export function labelSmoothing(loss: z.output<typeof lossSchema>): LabelSmoothing {
  return typeof loss.labelSmoothing === "number"
    ? { epsilon: loss.labelSmoothing, form: "paper" }
    : loss.labelSmoothing;
}
