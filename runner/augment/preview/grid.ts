import sharp from "sharp";
import type { DecodedImage } from "../../data/decoded-image.ts";
import type { Size } from "../operation.ts";

const gap = 8;
const background = { r: 255, g: 255, b: 255 };

/**
 * A PNG with the images in rows, left to right, with gaps between and around them. Every cell has the size of `cell`; an
 * image of another shape is fitted into it. Small images are magnified by a whole factor, so that their pixels can be seen.
 */
export async function drawGrid(images: readonly DecodedImage[], cell: Size): Promise<Buffer> {
  const zoom = Math.max(1, Math.floor(160 / Math.max(cell.width, cell.height)));
  const width = cell.width * zoom;
  const height = cell.height * zoom;
  const columns = Math.ceil(Math.sqrt(images.length));
  const rows = Math.ceil(images.length / columns);
  const cells = await Promise.all(
    images.map(async (image, position) => ({
      input: await fit(image, width, height),
      left: gap + (position % columns) * (width + gap),
      top: gap + Math.floor(position / columns) * (height + gap),
    })),
  );
  return sharp({
    create: { width: gap + columns * (width + gap), height: gap + rows * (height + gap), channels: 3, background },
  })
    .composite(cells)
    .png()
    .toBuffer();
}

/** A PNG of exactly width × height. */
function fit(image: DecodedImage, width: number, height: number): Promise<Buffer> {
  const kernel = image.width < width && image.height < height ? "nearest" : "lanczos3";
  return sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize({ width, height, fit: "contain", background, kernel })
    .png()
    .toBuffer();
}
