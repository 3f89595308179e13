import { z } from "zod";
import { decaySchema } from "../../schedules/index.ts";
import { field } from "../field.ts";

export const learningRateSchema = field(
  z
    .strictObject({
      initial: field(z.number().gt(0).max(1_000_000).default(0.1), {
        title: "Initial rate",
        text: "The rate that the schedule starts from; with linear scaling, the rate for a batch of `referenceBatchSize` images. The first number to search for when a net does not learn: by factors of 3, up until the loss grows.",
        source: "§2.1 of the paper",
      }),
      linearScaling: field(
        z
          .union([
            z.literal(false),
            z.strictObject({
              referenceBatchSize: field(z.int().min(1).default(256), {
                title: "Reference batch size",
                text: "The batch size for which `initial` is meant. The paper: 0.1 for 256 images.",
                source: "§3.1 of the paper",
                unit: "images",
              }),
            }),
          ])
          .prefault({}),
        {
          title: "Linear scaling",
          text: "A larger batch leaves the expectation of the gradient as it is and lowers its variance, so the step may grow with the batch: η = initial × batchSize / referenceBatchSize. `false` switches it off, and η = initial.",
          source: "§3.1 of the paper; Goyal et al., 2017",
        },
      ),
      warmup: field(
        z
          .strictObject({
            epochs: field(z.number().min(0).default(0), {
              title: "Warm-up epochs",
              text: "Over the first m batches (this many epochs) the rate of batch i is i·η/m: it rises from almost nothing and reaches η at batch m. 0 switches it off; the paper uses 5. Fractions are allowed.",
              source: "§3.1 of the paper",
              unit: "epochs",
            }),
          })
          .prefault({}),
        {
          title: "Warm-up",
          text: "At the start the weights are random and far from their end, and a large rate can make training unstable; so the rate rises first. Worth while where the batch is large.",
          source: "§3.1 of the paper",
        },
      ),
      decay: decaySchema,
    })
    .prefault({}),
  { title: "Learning rate", text: "The step size of every batch.", source: "§2.1, §3.1 and §5.1 of the paper" },
);
