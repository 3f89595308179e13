import { z } from "zod";
import { deterministicOperationSchema, operationSchema } from "../../augmentations/index.ts";
import { field } from "../field.ts";

const paperNormalize = {
  op: "normalize" as const,
  mean: [123.68, 116.779, 103.939] as [number, number, number],
  standardDeviation: [58.393, 57.12, 57.375] as [number, number, number],
};

export const augmentationSchema = field(
  z
    .strictObject({
      train: field(
        z
          .array(operationSchema)
          .min(1)
          .max(64)
          .prefault([
            { op: "randomResizedCrop" },
            { op: "horizontalFlip" },
            { op: "colorScale" },
            { op: "pcaNoise" },
            paperNormalize,
          ]),
        {
          title: "Training pipeline",
          text: "Operations in order, from decoded RGB in [0, 255] to the tensor that the network sees, in 32-bit float all the way. Each image gets new random numbers in each epoch, which follow from `training.seed`.",
          source: "§2.1 of the paper",
        },
      ),
      validation: field(
        z
          .array(deterministicOperationSchema)
          .min(1)
          .max(64)
          .prefault([{ op: "resizeShorterEdge" }, { op: "centerCrop" }, paperNormalize]),
        {
          title: "Validation pipeline",
          text: "The operations for validation images: `resize`, `resizeShorterEdge`, `centerCrop` and `normalize`. Nothing here is random, so that the same weights and images give the same figures.",
          source: "§2.1 of the paper",
        },
      ),
      mixup: field(
        z
          .union([
            z.null(),
            z.strictObject({
              alpha: field(z.number().gt(0).max(10).default(0.2), {
                title: "α",
                text: "λ ~ Beta(α, α) for each batch. Below 1, λ is mostly near 0 or 1 and one image prevails; 1 draws it uniformly.",
                source: "§5.4 of the paper",
              }),
            }),
          ])
          .default(null),
        {
          title: "Mixup",
          text: "Mix pairs of images of a batch, and their labels, with weight λ. It needs more epochs (the paper: 200 instead of 120). `null` switches it off.",
          source: "§5.4 of the paper; Zhang et al., 2017",
        },
      ),
    })
    .prefault({}),
  { title: "Augmentation", text: "What happens to an image before the network sees it.", source: "§2.1 of the paper" },
);
