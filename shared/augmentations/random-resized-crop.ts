import { z } from "zod";
import { field } from "../recipe/field.ts";
import { positiveRange, size } from "./operation.ts";

export const randomResizedCropSchema = z
  .strictObject({
    op: field(z.literal("randomResizedCrop"), {
      title: "Random resized crop",
      text: "Crops a rectangle of random area, aspect ratio and place, and resizes it to a square, so that things come in all sizes and a little distorted.",
      source: "§2.1 of the paper, step 2",
    }),
    size: field(size.default(224), {
      title: "Size",
      text: "Side of the square that comes out.",
      source: "§2.1 of the paper",
      unit: "pixels",
    }),
    area: field(
      positiveRange
        .refine(([, high]) => high <= 1, { error: "an area is a share of the image, at most 1" })
        .default([0.08, 1]),
      {
        title: "Area",
        text: "Range of the crop's share of the image's area, uniform. Raise the lower end for small images: 8 % of 32×32 pixels are 9×9.",
        source: "§2.1 of the paper",
      },
    ),
    aspectRatio: field(positiveRange.default([0.75, 4 / 3]), {
      title: "Aspect ratio",
      text: "Range of width by height of the crop, log-uniform, so that wide and high are as frequent. After ten tries that do not fit, the largest centred crop within the bounds is taken.",
      source: "§2.1 of the paper; log-uniform as torchvision and GluonCV",
    }),
  })
  .meta({ title: "Random resized crop", description: "Random area and aspect ratio, resized to a square." });
