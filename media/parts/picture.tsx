import type { Picture as PictureData } from "../../shared/protocol/picture.ts";

/** A small picture of a message. */
export function Picture({ picture: { type, width, height, data }, alt }: { picture: PictureData; alt: string }) {
  // Small pictures show their pixels; a blur would be none of the pipeline's.
  const small = Math.max(width, height) < 100;
  return (
    <img
      src={`data:${type};base64,${data}`}
      width={width}
      height={height}
      alt={alt}
      class={small ? "pixels" : undefined}
      draggable={false}
    />
  );
}
