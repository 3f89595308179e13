import { copyFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { idxFiles } from "./mnist.ts";
import type { Sample } from "./sample.ts";

/** Where Debian's package dataset-fashion-mnist puts its files. */
const installed = "/usr/share/datasets/fashion-mnist";

const classes = [
  "T-shirt or top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

export const fashionMnist: Sample = {
  summary: "70,000 pieces of clothing, 28×28, grey (from Debian's package dataset-fashion-mnist, where installed)",
  revision: "1",
  async make(target, say) {
    for (const file of idxFiles) {
      if (await stat(join(installed, `${file}.gz`)).catch(() => undefined)) continue;
      throw new UserError(
        "fashion-mnist-missing",
        `Fashion-MNIST is copied from Debian's package dataset-fashion-mnist, but ${installed}/${file}.gz is not there. On Debian or Ubuntu: sudo apt-get install dataset-fashion-mnist. Elsewhere: put the four files of Fashion-MNIST into a folder and name it in data.train, with "format": "idx".`,
        { exitCode: 1 },
      );
    }
    say(`Copying ${installed} (30 MB)`);
    for (const file of idxFiles) await copyFile(join(installed, `${file}.gz`), join(target, `${file}.gz`));
    await writeFile(join(target, "classes.txt"), `${classes.join("\n")}\n`);
    return {
      format: "idx",
      train: ".",
      validation: null,
      classes,
      images: { train: 60_000, validation: 10_000 },
      example: null,
      licence: ["Fashion-MNIST: Copyright 2017 Zalando SE, https://tech.zalando.com. MIT (Expat) licence."],
    };
  },
};
