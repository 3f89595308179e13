import { z } from "zod";
import { field } from "../recipe/field.ts";

export const horizontalFlipSchema = z
  .strictObject({
    op: field(z.literal("horizontalFlip"), {
      title: "Horizontal flip",
      text: "Mirrors the image left to right with some probability. Leave it out where left and right mean something: digits, letters, road signs.",
      source: "§2.1 of the paper, step 3",
    }),
    probability: field(z.number().min(0).max(1).default(0.5), {
      title: "Probability",
      text: "Share of the images that are mirrored: 0 never, 1 always.",
      source: "§2.1 of the paper",
    }),
  })
  .meta({ title: "Horizontal flip", description: "Mirrors the image left to right." });
