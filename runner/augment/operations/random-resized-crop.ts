import type { OptionsOf } from "../../../shared/augmentations/index.ts";
import type { RandomStream } from "../../../shared/random.ts";
import type { Box, Operation, Size } from "../operation.ts";
import { cropResize } from "../resize.ts";

/** The crop, in pixels of the image that comes in. */
export const randomResizedCrop: Operation<"randomResizedCrop", Box> = {
  draw(options, size, random) {
    for (let attempt = 0; attempt < 10; attempt++) {
      const box = drawBox(options, size, random);
      if (box) return box;
    }
    return largestCentredBox(options.aspectRatio, size);
  },
  outputSize: ({ size }) => ({ width: size, height: size }),
  apply: ({ size }, box, image) => cropResize(image, box, { width: size, height: size }),
};

/**
 * Area uniform, aspect ratio log-uniform, so that 3:4 is as likely as 4:3; then a uniform place. Every try draws area
 * and ratio, and returns nothing where the rectangle does not fit.
 */
function drawBox(
  { area, aspectRatio }: OptionsOf<"randomResizedCrop">,
  { width: imageWidth, height: imageHeight }: Size,
  random: RandomStream,
): Box | undefined {
  const pixels = random.between(...area) * imageWidth * imageHeight;
  const ratio = Math.exp(random.between(Math.log(aspectRatio[0]), Math.log(aspectRatio[1])));
  const width = Math.round(Math.sqrt(pixels * ratio));
  const height = Math.round(Math.sqrt(pixels / ratio));
  if (width < 1 || height < 1 || width > imageWidth || height > imageHeight) return undefined;
  const left = random.integer(imageWidth - width + 1);
  const top = random.integer(imageHeight - height + 1);
  return { left, top, width, height };
}

/** The whole image, cut equally on two sides where its own aspect ratio is out of bounds. */
function largestCentredBox([lowest, highest]: [number, number], image: Size): Box {
  const ratio = image.width / image.height;
  const width = ratio > highest ? Math.max(1, Math.round(image.height * highest)) : image.width;
  const height = ratio < lowest ? Math.max(1, Math.round(image.width / lowest)) : image.height;
  return {
    left: Math.floor((image.width - width) / 2),
    top: Math.floor((image.height - height) / 2),
    width,
    height,
  };
}
