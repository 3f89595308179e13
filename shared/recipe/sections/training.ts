import { z } from "zod";
import { field } from "../field.ts";

const images = z.int().min(1).max(1_048_576);

export const precisions = ["float32"] as const;

export const trainingSchema = field(
  z
    .strictObject({
      epochs: field(z.int().min(1).max(100_000).default(120), {
        title: "Epochs",
        text: "How often every training image is seen. The paper: 120, and 200 with mixup.",
        source: "§2.1 of the paper",
        unit: "epochs",
      }),
      batchSize: field(
        z
          .union([
            images,
            z.strictObject({
              initial: field(images, {
                title: "Initial batch size",
                text: "The batch size of the first epochs. Linear scaling refers to it.",
                source: "Smith et al., 2018",
                unit: "images",
              }),
              epochs: field(z.array(z.int().min(1).max(100_000)).min(1).max(1000), {
                title: "Growth epochs",
                text: "After so many epochs the batch grows.",
                source: "Smith et al., 2018",
                unit: "epochs",
              }),
              factor: field(z.int().min(2).max(64).default(10), {
                title: "Growth factor",
                text: "The batch size is multiplied by this at each of the growth epochs.",
                source: "Smith et al., 2018",
              }),
            }),
          ])
          .default(256),
        {
          title: "Batch size",
          text: "Images in a step, over all devices together. A larger batch uses the processor better and has a less noisy gradient: see `learningRate.linearScaling`. An object makes the batch grow during training, which lowers the gradient's noise as a decay of the rate would.",
          source: "§2.1 and §3.1 of the paper",
          unit: "images",
        },
      ),
      lastBatch: field(z.enum(["drop", "keep"]).default("drop"), {
        title: "Last batch",
        text: "What happens to the images that do not fill the last batch of an epoch. `drop` leaves them out of this epoch (the shuffle gives others their turn in the next), so that batch norm always sees a full batch; `keep` trains on a smaller one.",
        source: "ours",
      }),
      devices: field(z.union([z.literal("all"), z.int().min(1).max(1024)]).default("all"), {
        title: "Devices",
        text: 'How many devices share a batch. On the embedded `wasm` backend a device is a thread, and `"all"` takes one for each processor core, but leaves each at least 16 images of a batch; other backends have one device so far. Batch norm sees the images of its own device, as in the paper, so the number is part of the run\'s record, and a resumed run keeps it.',
        source: "§2.1 of the paper; Wu & He, 2018, for the 16 images",
      }),
      precision: field(z.enum(precisions).default("float32"), {
        title: "Precision",
        text: "Arithmetic of the forward and backward pass. `float32`, 32-bit floating point, is the only one so far.",
        source: "§3.2 of the paper",
      }),
      deterministic: field(z.boolean().default(false), {
        title: "Deterministic",
        text: 'Use only instructions that round alike on every processor, so that the same recipe gives the same bits on another machine. On the `wasm` backend this costs about a quarter of the speed. On one machine a run repeats bit for bit anyway. Give `devices` as a number as well: `"all"` is another number on a machine with more cores.',
        source: "ours",
      }),
      seed: field(z.int().min(0).max(4294967295).default(0), {
        title: "Seed",
        text: "Every random number of the run follows from it: weights, shuffles, augmentations. Run several seeds to see which differences are chance.",
        source: "ours",
      }),
      checkpoint: field(
        z
          .strictObject({
            everyEpochs: field(z.union([z.number().gt(0), z.null()]).default(1), {
              title: "Every so many epochs",
              text: "Save after every so many epochs; fractions are allowed. `null` switches it off. A checkpoint is always written at the end.",
              source: "ours",
              unit: "epochs",
            }),
            everySteps: field(z.union([z.int().min(1), z.null()]).default(null), {
              title: "Every so many steps",
              text: "Save after every so many steps. `null` switches it off.",
              source: "ours",
              unit: "steps",
            }),
            everyMinutes: field(z.union([z.number().gt(0), z.null()]).default(null), {
              title: "Every so many minutes",
              text: "Save after so many minutes, at the end of the step. `null` switches it off.",
              source: "ours",
              unit: "minutes",
            }),
            keep: field(z.int().min(1).max(10_000).default(2), {
              title: "Checkpoints kept",
              text: "How many of the latest checkpoints stay on disk. At least two protect against a damaged file. The best one by validation top-1 stays as well.",
              source: "ours",
            }),
          })
          .prefault({}),
        { title: "Checkpoints", text: "When the run is saved so that it can go on.", source: "ours" },
      ),
    })
    .prefault({}),
  { title: "Training", text: "How long, in what batches, on what.", source: "§2.1 of the paper" },
);
