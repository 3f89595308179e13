import { z } from "zod";
import { field } from "../recipe/field.ts";

const range = z
  .tuple([z.number().min(0), z.number().min(0)])
  .refine(([low, high]) => low <= high, { error: "the first number of a range must not be above the second" })
  .default([0.6, 1.4]);

export const colorScaleSchema = z
  .strictObject({
    op: field(z.literal("colorScale"), {
      title: "Colour scale",
      text: 'Scales brightness, then saturation, then hue by three coefficients, each drawn per image and uniform in its range, so that the network does not rely on the light that a photograph was taken in. The order shows only with `clamp` or `hueMode: "hsv"`; without them the three commute.',
      source: "§2.1 of the paper, step 4",
    }),
    hue: field(range, {
      title: "Hue",
      text: "Range of the coefficient c of the hue. In `yiq` mode the hue is rotated by (c − 1)·180°: 0.6 to 1.4 spans ±72°. `[1, 1]` leaves it alone.",
      source: "§2.1 of the paper",
    }),
    saturation: field(range, {
      title: "Saturation",
      text: "Range of the coefficient c of the saturation: v' = v·c + luma·(1 − c), luma = 0.299 R + 0.587 G + 0.114 B. 0 gives a grey image, 1 leaves it alone.",
      source: "§2.1 of the paper",
    }),
    brightness: field(range, {
      title: "Brightness",
      text: "Range of the coefficient c of the brightness: v' = v·c. 0 gives a black image, 1 leaves it alone.",
      source: "§2.1 of the paper",
    }),
    hueMode: field(z.enum(["yiq", "hsv"]).default("yiq"), {
      title: "Hue mode",
      text: "“Scaling” a hue is ambiguous. `yiq` rotates it by (c − 1)·180° in the YIQ plane; `hsv` multiplies the angle of HSV by c, the literal reading.",
      source: "ours",
    }),
    clamp: field(z.boolean().default(false), {
      title: "Clamp",
      text: "`true` cuts values to [0, 255] after each of the three, as systems that compute on bytes do. `false` keeps what goes beyond, so that nothing is lost before `normalize`.",
      source: "ours",
    }),
  })
  .meta({ title: "Colour scale", description: "Random hue, saturation and brightness." });
