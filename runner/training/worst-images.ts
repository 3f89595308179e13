import { writeFile } from "node:fs/promises";
import sharp, { type OverlayOptions } from "sharp";
import type { Dataset } from "../data/dataset.ts";
import { decodeImage } from "../data/decode.ts";
import { storageError } from "../runs/storage-error.ts";
import { printable } from "../terminal/style.ts";
import type { Evaluation } from "./evaluation.ts";

/** The contact sheet of `evaluate --worst`: what the network got most wrong, what it saw in it, and how sure it was. */

const columns = 6;
const maximumImages = 36;
/** Pixels. */
const side = 144;
const captionHeight = 40;
const margin = 10;

/** Positions in the evaluation of the misclassified images, highest loss first. */
export function worstImages({ ranks, losses }: Pick<Evaluation, "ranks" | "losses">, most = maximumImages): number[] {
  return [...ranks.keys()]
    .filter((image) => ranks[image]! > 0)
    .sort((a, b) => losses[b]! - losses[a]! || a - b)
    .slice(0, most);
}

/** Writes the sheet as a PNG and returns the number of images on it; with none it writes nothing. */
export async function writeWorstImages(
  path: string,
  evaluation: Evaluation,
  dataset: Dataset,
  decode: Parameters<typeof decodeImage>[1],
): Promise<number> {
  const worst = worstImages(evaluation);
  if (worst.length === 0) return 0;
  const overlays: OverlayOptions[] = [];
  for (const [position, image] of worst.entries()) {
    const left = margin + (position % columns) * (side + margin);
    const top = margin + Math.floor(position / columns) * (side + captionHeight + margin);
    overlays.push({ input: await thumbnail(dataset, evaluation.indices[image]!, decode), left, top });
    const name = (label: number) => dataset.classes[label] ?? String(label);
    const lines = [
      `is ${name(evaluation.labels[image]!)}`,
      `taken for ${name(evaluation.predictions[image]!)}, loss ${evaluation.losses[image]!.toFixed(1)}`,
    ];
    overlays.push({ input: await caption(lines), left, top: top + side + 2 });
  }
  const sheet = sharp({
    create: {
      width: margin + Math.min(columns, worst.length) * (side + margin),
      height: margin + Math.ceil(worst.length / columns) * (side + captionHeight + margin),
      channels: 3,
      background: "white",
    },
  });
  const png = await sheet.composite(overlays).removeAlpha().png().toBuffer();
  try {
    await writeFile(path, png);
  } catch (error) {
    throw storageError(error, "The picture of the worst images", path, "or choose another place with --worst");
  }
  return worst.length;
}

/** The whole image, fitted into a square. Small images are enlarged without smoothing, so that their pixels show. */
async function thumbnail(dataset: Dataset, index: number, decode: Parameters<typeof decodeImage>[1]): Promise<Buffer> {
  const { width, height, data } = await decodeImage(dataset.source(index), decode);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, {
      fit: "contain",
      background: "white",
      kernel: Math.max(width, height) < side ? "nearest" : "lanczos3",
    })
    .png()
    .toBuffer();
}

/** Names come from folders: they are shown as text, whatever they hold. */
async function caption(lines: readonly string[]): Promise<Buffer> {
  const text = lines.map((line) => escapeMarkup(shorten(printable(line)))).join("\n");
  const { data, info } = await sharp({ text: { text, font: "sans 8", dpi: 96, rgba: true } })
    .png()
    .toBuffer({ resolveWithObject: true });
  const [width, height] = [Math.min(info.width, side), Math.min(info.height, captionHeight - 2)];
  return sharp(data).extract({ left: 0, top: 0, width, height }).png().toBuffer();
}

const longestLine = 40;
const shorten = (line: string) => (line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line);

/** Text for Pango, which reads markup. */
export function escapeMarkup(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
