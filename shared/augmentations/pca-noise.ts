import { z } from "zod";
import { field } from "../recipe/field.ts";
import { rgb } from "./operation.ts";

export const pcaNoiseSchema = z
  .strictObject({
    op: field(z.literal("pcaNoise"), {
      title: "PCA noise",
      text: "Adds one colour to all pixels of an image: E·(α∘λ), noise along the principal colours of the data set. It changes the tint of an image as a change of light would.",
      source: "§2.1 of the paper, step 5; Krizhevsky et al., 2012",
    }),
    standardDeviation: field(z.number().min(0).max(10).default(0.1), {
      title: "Standard deviation",
      text: "Of the three coefficients α, drawn per image from a normal distribution around 0. 0 switches the noise off.",
      source: "§2.1 of the paper",
    }),
    eigenvalues: field(rgb.default([55.46, 4.794, 1.148]), {
      title: "Eigenvalues",
      text: "λ: the eigenvalues of the covariance of red, green and blue in [0, 1], times 255, since the noise is added to grey levels. From a covariance of grey levels it is the eigenvalue divided by 255. The default is ImageNet's; `recipe-lab dataset inspect` computes those of your images.",
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
        text: "E of the covariance of red, green and blue: the rows are red, green, blue, and column k belongs to eigenvalue k.",
        source: "Krizhevsky et al., 2012, for ImageNet",
      },
    ),
  })
  .meta({ title: "PCA noise", description: "Noise along the principal colours." });
