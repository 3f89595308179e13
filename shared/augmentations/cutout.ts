import { z } from "zod";
import { field } from "../recipe/field.ts";
import { size } from "./operation.ts";

export const cutoutSchema = z
  .strictObject({
    op: field(z.literal("cutout"), {
      title: "Cutout",
      text: "Blanks a square around a random centre, so that the network has to look at more than one part of a thing. What lies outside of the image is cut off.",
      source: "DeVries and Taylor, 2017",
    }),
    size: field(size.default(8), {
      title: "Size",
      text: "Side of the square. The authors use 16 on CIFAR-10 and 8 on CIFAR-100, of 32.",
      source: "DeVries and Taylor, 2017",
      unit: "pixels",
    }),
    fill: field(z.number().default(0), {
      title: "Fill",
      text: "The value that the square gets in every channel. After `normalize`, 0 is the mean colour.",
      source: "ours",
      unit: "grey levels before `normalize`, deviations after it",
    }),
  })
  .meta({ title: "Cutout", description: "Blanks a random square." });
