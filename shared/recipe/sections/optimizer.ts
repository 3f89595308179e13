import { z } from "zod";
import { field } from "../field.ts";

export const optimizerSchema = field(
  z
    .strictObject({
      algorithm: field(z.enum(["nag"]).default("nag"), {
        title: "Algorithm",
        text: "Nesterov accelerated gradient: `g ← ∇ + wd·w;  m ← μ·m + g;  w ← w − lr·(g + μ·m)`. The rate stays outside the momentum buffer, as in PyTorch.",
        source: "§2.1 of the paper",
      }),
      momentum: field(z.number().min(0).lt(1).default(0.9), {
        title: "Momentum",
        text: "μ: the share of the buffer of past gradients that is kept in each step. 0.9 averages over about ten steps; 0 is plain gradient descent.",
        source: "ours; 0.9 is what the paper's implementation uses",
      }),
      weightDecay: field(z.number().min(0).max(1).default(0.0001), {
        title: "Weight decay",
        text: "wd: added to the gradient as wd·w, which draws weights towards 0 and is L2 regularisation. 0 switches it off.",
        source: "§3.1 of the paper",
      }),
      decayBiasAndNorm: field(z.boolean().default(true), {
        title: "Decay biases and norms",
        text: "`false` applies weight decay to the weights of convolutions and fully connected layers only, and leaves biases, γ and β alone: the paper's “no bias decay”, for large batches.",
        source: "§3.1 of the paper",
      }),
    })
    .prefault({}),
  { title: "Optimiser", text: "How a gradient becomes a step.", source: "§2.1 of the paper" },
);
