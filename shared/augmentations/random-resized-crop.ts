import { z } from "zod";
import { field } from "../recipe/field.ts";
import { positiveRange, size } from "./operation.ts";

export const randomResizedCropSchema = z
  .strictObject({
    op: field(z.literal("randomResizedCrop"), {
      title: "Random resized crop",
      text: "Crops a rectangle of random area and aspect ratio and resizes it to a square.",
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
        text: "The crop's share of the image's area is uniform in this range.",
        source: "§2.1 of the paper",
      },
    ),
    aspectRatio: field(positiveRange.default([0.75, 4 / 3]), {
      title: "Aspect ratio",
      text: "Width by height of the crop, log-uniform in this range. After ten tries that do not fit, the largest centred crop within the bounds is taken.",
      source: "§2.1 of the paper; log-uniform as torchvision and GluonCV",
    }),
  })
  .meta({ title: "Random resized crop", description: "Random area and aspect ratio, resized to a square." });
