import { z } from "zod";
import { field } from "../recipe/field.ts";
import { rgb } from "./operation.ts";

export const normalizeSchema = z
  .strictObject({
    op: field(z.literal("normalize"), {
      title: "Normalise",
      text: "Subtracts the mean and divides by the standard deviation of each channel. It comes last.",
      source: "§2.1 of the paper, step 6",
    }),
    mean: field(rgb.default([123.68, 116.779, 103.939]), {
      title: "Mean",
      text: "Per channel. `recipe-lab dataset inspect` computes it for your images.",
      source: "§2.1 of the paper",
      unit: "grey levels, 0 to 255",
    }),
    standardDeviation: field(
      z.tuple([z.number().gt(0), z.number().gt(0), z.number().gt(0)]).default([58.393, 57.12, 57.375]),
      {
        title: "Standard deviation",
        text: "Per channel.",
        source: "§2.1 of the paper",
        unit: "grey levels, 0 to 255",
      },
    ),
  })
  .meta({ title: "Normalise", description: "Mean 0 and deviation 1 per channel." });
