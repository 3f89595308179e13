import { z } from "zod";
import { field } from "../recipe/field.ts";
import { size } from "./operation.ts";

export const centerCropSchema = z
  .strictObject({
    op: field(z.literal("centerCrop"), {
      title: "Centre crop",
      text: "Cuts a square out of the middle, so that the same image always gives the same pixels. An image that is smaller is padded with black first.",
      source: "§2.1 of the paper, validation",
    }),
    size: field(size.default(224), {
      title: "Size",
      text: "Side of the square: what the network was trained on.",
      source: "§2.1 of the paper",
      unit: "pixels",
    }),
  })
  .meta({ title: "Centre crop", description: "Cuts a square out of the middle." });
