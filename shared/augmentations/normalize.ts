import { z } from "zod";
import { field } from "../recipe/field.ts";
import { rgb } from "./operation.ts";

export const normalizeSchema = z
  .strictObject({
    op: field(z.literal("normalize"), {
      title: "Normalise",
      text: "Subtracts the mean of each channel and divides by its standard deviation: v' = (v − mean) / deviation. It comes last, and is the same for training and validation.",
      source: "§2.1 of the paper, step 6",
    }),
    mean: field(rgb.default([123.68, 116.779, 103.939]), {
      title: "Mean",
      text: "Of red, green and blue. The default is ImageNet's; `recipe-lab dataset inspect` computes that of your images. Weights that were trained elsewhere want the mean that they were trained with.",
      source: "§2.1 of the paper",
      unit: "grey levels, 0 to 255",
    }),
    standardDeviation: field(
      z.tuple([z.number().gt(0), z.number().gt(0), z.number().gt(0)]).default([58.393, 57.12, 57.375]),
      {
        title: "Standard deviation",
        text: "Of red, green and blue. The default is ImageNet's; `recipe-lab dataset inspect` computes that of your images.",
        source: "§2.1 of the paper",
        unit: "grey levels, 0 to 255",
      },
    ),
  })
  .meta({ title: "Normalise", description: "Mean 0 and deviation 1 per channel." });
