import { z } from "zod";
import { field } from "../recipe/field.ts";
import { size } from "./operation.ts";

export const resizeSchema = z
  .strictObject({
    op: field(z.literal("resize"), {
      title: "Resize",
      text: "Resizes to a square; the aspect ratio is not kept, so things that are not square get distorted.",
      source: "ours",
    }),
    size: field(size.default(224), { title: "Size", text: "Side of the square.", source: "ours", unit: "pixels" }),
  })
  .meta({ title: "Resize", description: "To a square, whatever the aspect ratio." });
