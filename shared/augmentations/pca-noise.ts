import { z } from "zod";
import { field } from "../recipe/field.ts";
import { rgb } from "./operation.ts";

export const pcaNoiseSchema = z
  .strictObject({
    op: field(z.literal("pcaNoise"), {
      title: "PCA noise",
      text: "Adds E·(α∘λ) to every pixel: noise along the principal colours of the data set.",
      source: "§2.1 of the paper, step 5; Krizhevsky et al., 2012",
    }),
    standardDeviation: field(z.number().min(0).max(10).default(0.1), {
      title: "Standard deviation",
      text: "Of the three coefficients α, drawn per image from a normal distribution around 0.",
      source: "§2.1 of the paper",
    }),
    eigenvalues: field(rgb.default([55.46, 4.794, 1.148]), {
      title: "Eigenvalues",
      text: "λ, on the scale of grey levels 0 to 255. `recipe-lab dataset inspect` computes them for your images.",
      source: "Krizhevsky et al., 2012, for ImageNet",
      unit: "grey levels",
    }),
    eigenvectors: field(
      z.tuple([rgb, rgb, rgb]).default([
        [-0.5675, 0.7192, 0.4009],
        [-0.5808, -0.0045, -0.814],
        [-0.5836, -0.6948, 0.4203],
      ]),
      {
        title: "Eigenvectors",
        text: "E: rows are red, green, blue; column k belongs to eigenvalue k.",
        source: "Krizhevsky et al., 2012, for ImageNet",
      },
    ),
  })
  .meta({ title: "PCA noise", description: "Noise along the principal colours." });
