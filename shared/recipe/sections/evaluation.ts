import { z } from "zod";
import { field } from "../field.ts";

export const evaluationSchema = field(
  z
    .strictObject({
      everyEpochs: field(z.int().min(1).default(1), {
        title: "Every so many epochs",
        text: "How often the validation images are classified during training. They are always classified after the last epoch.",
        source: "ours",
        unit: "epochs",
      }),
      batchSize: field(z.int().min(1).max(65_536).default(64), {
        title: "Batch size",
        text: "Images classified at a time; it changes memory and speed, not the figures.",
        source: "ours",
        unit: "images",
      }),
    })
    .prefault({}),
  { title: "Evaluation", text: "When and how top-1 and top-5 are measured.", source: "§2.1 of the paper" },
);
