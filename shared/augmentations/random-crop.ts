import { z } from "zod";
import { field } from "../recipe/field.ts";
import { size } from "./operation.ts";

export const randomCropSchema = z
  .strictObject({
    op: field(z.literal("randomCrop"), {
      title: "Random crop",
      text: "Pads the image with black on every side and cuts a square at a random place: the usual crop for 32×32 images.",
      source: "He et al., 2015, §4.2",
    }),
    size: field(size.default(32), {
      title: "Size",
      text: "Side of the square.",
      source: "He et al., 2015, §4.2",
      unit: "pixels",
    }),
    padding: field(z.int().min(0).max(1024).default(4), {
      title: "Padding",
      text: "Black pixels added on each side before the crop. 4 moves a 32×32 image by up to 4 pixels in each direction.",
      source: "He et al., 2015, §4.2",
      unit: "pixels",
    }),
  })
  .meta({ title: "Random crop", description: "A square at a random place of the padded image." });
