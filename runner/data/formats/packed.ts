import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import type { Dataset } from "../dataset.ts";
import { shown } from "../errors.ts";
import { manifestName, unfinishedName, validationFolder } from "../packed/manifest.ts";
import { openPack } from "../packed/open-pack.ts";
import type { DataFormat, DataLocation } from "./format.ts";

/** What `dataset pack` makes: shards of images that are quick to read. docs/packed.md describes it. */
export const packed: DataFormat = {
  recognises: (entries) => entries.includes(manifestName) || entries.includes(unfinishedName),
  openTrain: open,
  openValidation: open,
  openOwnTest: async ({ folder, root }) => {
    const validation = join(folder, validationFolder);
    return existsSync(validation) ? open({ folder: validation, root }) : undefined;
  },
};

async function open(location: DataLocation): Promise<Dataset> {
  const { folder } = location;
  if (existsSync(join(folder, manifestName))) return openPack(location);
  if (existsSync(join(folder, unfinishedName))) {
    throw new UserError(
      "pack-unfinished",
      `The pack ${shown(folder)} is not finished: its packing was interrupted. Call \`recipe-lab dataset pack\` with the same folder and options once more: it goes on where it stopped.`,
    );
  }
  throw new UserError(
    "no-pack",
    `packed data is a folder that \`recipe-lab dataset pack\` has made, with a file ${manifestName}, but ${shown(folder)} has none. Check the path, or choose the format of your data with data.format.`,
  );
}
