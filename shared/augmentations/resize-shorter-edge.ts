import { z } from "zod";
import { field } from "../recipe/field.ts";
import { size } from "./operation.ts";

export const resizeShorterEdgeSchema = z
  .strictObject({
    op: field(z.literal("resizeShorterEdge"), {
      title: "Resize shorter edge",
      text: "Resizes so that the shorter edge has this length; the aspect ratio stays. A crop to a square follows.",
      source: "§2.1 of the paper, validation",
    }),
    size: field(size.default(256), {
      title: "Size",
      text: "Length of the shorter edge. The paper takes 256 for a crop of 224; without a margin, take the size of the crop.",
      source: "§2.1 of the paper",
      unit: "pixels",
    }),
  })
  .meta({ title: "Resize shorter edge", description: "Keeps the aspect ratio." });
