import sharp from "sharp";
import type { Picture } from "../../shared/protocol/picture.ts";
import type { DecodedImage } from "./decoded-image.ts";

/** Up to this side a picture is sent pixel by pixel, so that it can be magnified. */
const exactSide = 64;

/** The whole image, no side of it longer than `side` pixels; a smaller one keeps its size. */
export async function thumbnail({ width, height, data }: DecodedImage, side: number): Promise<Picture> {
  const small = sharp(data, { raw: { width, height, channels: 3 } }).resize({
    width: side,
    height: side,
    fit: "inside",
    withoutEnlargement: true,
  });
  const exact = Math.min(side, Math.max(width, height)) <= exactSide;
  const encoded = exact ? small.png() : small.jpeg({ quality: 85 });
  const { data: bytes, info } = await encoded.toBuffer({ resolveWithObject: true });
  return {
    type: exact ? "image/png" : "image/jpeg",
    width: info.width,
    height: info.height,
    data: bytes.toString("base64"),
  };
}
