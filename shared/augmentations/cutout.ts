import { z } from "zod";
import { field } from "../recipe/field.ts";
import { size } from "./operation.ts";

export const cutoutSchema = z
  .strictObject({
    op: field(z.literal("cutout"), {
      title: "Cutout",
      text: "Blanks a square around a random centre; the part outside of the image is cut off.",
      source: "DeVries and Taylor, 2017",
    }),
    size: field(size.default(8), {
      title: "Size",
      text: "Side of the square.",
      source: "DeVries and Taylor, 2017",
      unit: "pixels",
    }),
    fill: field(z.number().default(0), {
      title: "Fill",
      text: "The value that the square gets in every channel.",
      source: "ours",
      unit: "the units of the image at that point: grey levels before `normalize`, deviations after it",
    }),
  })
  .meta({ title: "Cutout", description: "Blanks a random square." });
