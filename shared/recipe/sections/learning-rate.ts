import { z } from "zod";
import { decaySchema } from "../../schedules/index.ts";
import { field } from "../field.ts";

export const learningRateSchema = field(
  z
    .strictObject({
      initial: field(z.number().gt(0).max(1000).default(0.1), {
        title: "Initial rate",
        text: "η before scaling. With linear scaling it is the rate for `referenceBatchSize` images.",
        source: "§2.1 of the paper",
      }),
      linearScaling: field(
        z
          .union([
            z.literal(false),
            z.strictObject({
              referenceBatchSize: field(z.int().min(1).default(256), {
                title: "Reference batch size",
                text: "The batch size for which `initial` is meant: the peak is initial × batchSize / referenceBatchSize.",
                source: "§3.1 of the paper",
                unit: "images",
              }),
            }),
          ])
          .prefault({}),
        {
          title: "Linear scaling",
          text: "A larger batch has a less noisy gradient, so the rate may grow with it: η = initial × b / referenceBatchSize. `false` switches it off.",
          source: "§3.1 of the paper; Goyal et al., 2017",
        },
      ),
      warmup: field(
        z
          .strictObject({
            epochs: field(z.number().min(0).default(0), {
              title: "Warm-up epochs",
              text: "Over the first m batches (this many epochs) the rate of batch i is i·η/m: it rises from almost nothing and reaches η at batch m. 0 switches it off; the paper uses 5.",
              source: "§3.1 of the paper",
              unit: "epochs",
            }),
          })
          .prefault({}),
        {
          title: "Warm-up",
          text: "At the start all weights are far from their end, and a large rate can make training unstable; so the rate rises first.",
          source: "§3.1 of the paper",
        },
      ),
      decay: decaySchema,
    })
    .prefault({}),
  { title: "Learning rate", text: "The step size of every batch.", source: "§2.1, §3.1 and §5.1 of the paper" },
);
