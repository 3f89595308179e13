import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { createStream, type RandomStream } from "../../../shared/random.ts";
import { shown, unreadable } from "../../data/errors.ts";
import { UserError } from "../../errors.ts";

/** The images of a benchmark, as files, and what they are. */
export interface BenchImages {
  files: string[];
  description: string;
}

/** A usual size in ImageNet; at this quality a file has about 60 kB. */
const width = 500;
const height = 375;
const quality = 96;

/** Where Linux systems keep photographs; Debian's mate-backgrounds brings a dozen. */
const systemPhotographs = "/usr/share/backgrounds";

/** Takes the JPEG files of `folder` as they are; with null cuts photographs of this system, or draws noise, into `into`. */
export async function benchImages(folder: string | null, count: number, into: string): Promise<BenchImages> {
  if (folder !== null) {
    const files = jpegsBelow(folder).slice(0, count);
    if (files.length === 0) {
      throw new UserError(
        "no-images",
        `expected JPEG files in ${shown(folder)} or below, found none. Name another folder.`,
      );
    }
    return { files, description: `${files.length} files of ${folder}, as they are` };
  }
  const photographs = existsSync(systemPhotographs) ? jpegsBelow(systemPhotographs) : [];
  const random = createStream({ seed: 0, purpose: "split" });
  const files: string[] = [];
  const sources = photographs.length === 0 ? [null] : photographs.slice(0, count);
  for (const [position, source] of sources.entries()) {
    const cuts = Math.floor((count * (position + 1)) / sources.length) - files.length;
    for (const jpeg of await cutPhotographs(source, cuts, random)) {
      const file = join(into, `${String(files.length).padStart(4, "0")}.jpg`);
      await sharp(jpeg, { raw: { width, height, channels: 3 } })
        .jpeg({ quality })
        .toFile(file);
      files.push(file);
    }
  }
  const origin =
    photographs.length === 0 ? "generated pictures" : `cuts of ${sources.length} photographs in ${systemPhotographs}`;
  return { files, description: `${files.length} ${origin}, ${width}×${height}, quality ${quality}` };
}

/** Pixels of `count` random parts of a photograph, at half of its size to all of it; of smooth noise where there is none. */
async function cutPhotographs(source: string | null, count: number, random: RandomStream): Promise<Buffer[]> {
  const whole = source === null ? noise(random) : sharp(readFileSync(source)).removeAlpha().toColourspace("srgb");
  const { data, info } = await whole.raw().toBuffer({ resolveWithObject: true });
  const cuts: Buffer[] = [];
  for (let cut = 0; cut < count; cut++) {
    const share = random.between(0.5, 1);
    const cutWidth = Math.floor(Math.min(info.width, (info.height * width) / height) * share);
    const cutHeight = Math.floor((cutWidth * height) / width);
    const left = random.integer(info.width - cutWidth + 1);
    const top = random.integer(info.height - cutHeight + 1);
    cuts.push(
      await sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
        .extract({ left, top, width: cutWidth, height: cutHeight })
        .resize(width, height, { fit: "fill" })
        .raw()
        .toBuffer(),
    );
  }
  return cuts;
}

function noise(random: RandomStream): Sharp {
  const side = 96;
  const pixels = Uint8Array.from({ length: side * side * 3 }, () => random.integer(256));
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).resize(1000, 750, { fit: "fill" });
}

function jpegsBelow(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch (cause) {
    throw unreadable("the folder of --images", folder, cause);
  }
  return names
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}
