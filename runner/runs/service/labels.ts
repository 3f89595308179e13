import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { labelsSchema } from "../../../shared/protocol/requests.ts";
import { UserError } from "../../errors.ts";
import { replaceFile } from "../durable.ts";
import { errorCode } from "../storage-error.ts";

/** `labels.json` of a run: its name, note, tags and pin, as people set them. */
export type Labels = z.output<typeof labelsSchema>;

const labelsFile = (folder: string) => join(folder, "labels.json");

export const encodeLabels = (labels: Labels): string => `${JSON.stringify(labelsSchema.parse(labels), null, 2)}\n`;

/** Empty where nobody set any. Throws a UserError where the file is not one of ours. */
export function readLabels(folder: string): Labels {
  const path = labelsFile(folder);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return {};
    throw error;
  }
  try {
    return labelsSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError("labels-damaged", `${path} is not what recipe-lab writes. Mend it or delete it.`, {
      cause: error,
    });
  }
}

export async function writeLabels(folder: string, labels: Labels): Promise<void> {
  await replaceFile(labelsFile(folder), encodeLabels(labels));
}
