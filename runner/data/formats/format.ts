import type { Dataset } from "../dataset.ts";

/** Where a data set lies: a folder that exists, and the real path that everything read from it must lie in. */
export interface DataLocation {
  folder: string;
  root: string;
}

/** How images can lie on disk. Opening lists and checks the structure and decodes nothing. Errors are `UserError`s. */
export interface DataFormat {
  /** Whether a folder looks like this format, from the names of its entries. */
  recognises(entries: readonly string[]): boolean;
  /** Opens the images to train on. */
  openTrain(location: DataLocation): Promise<Dataset>;
  /** Opens a folder that the recipe names for validation. */
  openValidation(location: DataLocation): Promise<Dataset>;
  /** Opens the test files that the format itself puts beside the training files; undefined where there are none. */
  openOwnTest(location: DataLocation): Promise<Dataset | undefined>;
}
