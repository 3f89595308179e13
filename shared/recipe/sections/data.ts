import { z } from "zod";
import { field } from "../field.ts";

export const dataFormats = ["imagefolder", "idx", "cifar", "packed"] as const;
export type DataFormat = (typeof dataFormats)[number];

const path = z.string().min(1);

export const dataSchema = field(
  z
    .strictObject({
      format: field(z.enum(dataFormats).default("imagefolder"), {
        title: "Data format",
        text: "How the images lie on disk. `imagefolder`: one folder a class, JPEG, PNG or WebP inside, as torchvision reads it. `idx`: the MNIST files, also gzipped. `cifar`: the binary files of CIFAR-10 or CIFAR-100. `packed`: a folder that `dataset pack` has made, quick to read.",
        source: "ours",
      }),
      train: field(z.union([path, z.null()]).default(null), {
        title: "Training images",
        text: "Folder of the training images, absolute or relative to the file that it is written in; on a runner, relative to one of its data roots.",
        source: "ours",
      }),
      validation: field(z.union([path, z.null()]).default(null), {
        title: "Validation images",
        text: "Folder of the validation images. `null`: where the format brings its own test files (`idx`, `cifar`) these are used, otherwise `validationFraction` of the training images is held out.",
        source: "ours",
      }),
      validationFraction: field(z.number().gt(0).lt(1).default(0.1), {
        title: "Held-out fraction",
        text: "Share of every class that is held out for validation where there is no validation set.",
        source: "ours",
      }),
      splitSeed: field(z.int().min(0).max(4294967295).default(0), {
        title: "Seed of the split",
        text: "Decides which images are held out where there is no validation set. It is apart from `training.seed`, so that runs with different seeds are validated on the same images.",
        source: "ours",
      }),
      limit: field(z.union([z.int().min(1), z.null()]).default(null), {
        title: "Limit per class",
        text: "At most so many training images of each class, for a small trial. `null`: all of them.",
        source: "ours",
        unit: "images per class",
      }),
      background: field(
        z
          .tuple([z.number().min(0).max(255), z.number().min(0).max(255), z.number().min(0).max(255)])
          .default([0, 0, 0]),
        {
          title: "Background",
          text: "Red, green and blue of the colour on which transparent images are laid. Black by default; dropping the transparency instead would show colours that nobody sees.",
          source: "ours",
          unit: "grey levels, 0 to 255",
        },
      ),
      decoder: field(z.enum(["fast", "exact"]).default("fast"), {
        title: "JPEG decoder",
        text: "`fast` decodes JPEG with libjpeg-turbo's fast DCT, about three times as quickly; its pixels differ from the exact ones by about 1.1 grey levels on average, far less than every augmentation changes. `exact` gives the pixels that Pillow and torchvision see. Other formats have one decoder, which is exact.",
        source: "ours",
      }),
      maxPixels: field(z.int().min(1).default(50_000_000), {
        title: "Pixel limit",
        text: "An image with more pixels is refused before it is decoded: a file of a few kilobytes can claim hundreds of megapixels.",
        source: "ours",
        unit: "pixels",
      }),
      maxBrokenFraction: field(z.number().min(0).max(1).default(0.05), {
        title: "Broken images allowed",
        text: "Images that cannot be read are skipped and named in the journal. When more than this share of the data set is broken, the run stops with the list. 0 stops at the first.",
        source: "ours",
      }),
      workers: field(z.union([z.literal("auto"), z.int().min(1).max(256)]).default("auto"), {
        title: "Augmentation workers",
        text: "Threads that decode and augment ahead of the training step. The same seed gives the same batches whatever their number. `auto`: one per processor core, at most 8.",
        source: "ours",
        unit: "threads",
      }),
    })
    .prefault({}),
  { title: "Data", text: "Which images to train and validate on.", source: "ours" },
);
