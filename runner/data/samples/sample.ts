import type { Recipe } from "../../../shared/recipe/schema.ts";

/** A small data set that some package ships, and that `dataset fetch` brings into a folder of its own. */
export interface Sample {
  /** One line for `--help`. */
  summary: string;
  /** Raised when what `make` writes changes; part of the folder's name. */
  revision: string;
  /** Fills the empty folder `target`. `say` tells a person what goes on. */
  make(target: string, say: (message: string) => void): Promise<SampleDescription>;
}

/** Paths are relative to the data set's folder. */
export interface SampleDescription {
  format: Recipe["data"]["format"];
  train: string;
  /** null: the format's own test files, beside the training files. */
  validation: string | null;
  classes: readonly string[];
  /** Numbers of images. */
  images: { train: number; validation: number };
  /** An image file to try an augmentation on; null where the format has no image files. */
  example: string | null;
  /** Who made the data and under which terms it may be used. */
  licence: readonly string[];
}
