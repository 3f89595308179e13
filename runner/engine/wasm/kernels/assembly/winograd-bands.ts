// Rows of an image with zeros around them, as many as a row of tiles reads or writes. Copying whole rows to a nearby
// band first, and whole rows of outputs back, takes half the time of reading and writing the image tile by tile, which
// no processor foresees; and tiles that reach over the edge need no special case.
import { Geometry } from "./geometry";
import { FLOAT_BYTES } from "./simd";
import { INPUTS, OUTPUTS } from "./winograd-tiles";

/** Tiles in a column and in a row of an image. */
// @ts-ignore: decorator
@inline export function tileRows(g: Geometry): i32 {
  return (g.outHeight + OUTPUTS - 1) / OUTPUTS;
}

// @ts-ignore: decorator
@inline export function tileColumns(g: Geometry): i32 {
  return (g.outWidth + OUTPUTS - 1) / OUTPUTS;
}

// @ts-ignore: decorator
@inline export function inputRowBytes(g: Geometry): i32 {
  return (tileColumns(g) * OUTPUTS + INPUTS - OUTPUTS) * g.channels * FLOAT_BYTES;
}

// @ts-ignore: decorator
@inline export function outputRowBytes(g: Geometry): i32 {
  return tileColumns(g) * OUTPUTS * g.outChannels * FLOAT_BYTES;
}

/**
 * Copies the rows that tile row `row` reads, counted over all images, to `band`. The columns beside the image must be
 * zero already; they stay so.
 */
export function readInputBand(g: Geometry, images: usize, row: i32, band: usize): void {
  const bytes = g.width * g.channels * FLOAT_BYTES;
  const image = images + (row / tileRows(g)) * g.height * bytes;
  const first = (row % tileRows(g)) * OUTPUTS - g.padTop;
  let to = band + g.padLeft * g.channels * FLOAT_BYTES;
  for (let y = first; y < first + INPUTS; y++, to += inputRowBytes(g)) copyRow(image, y, g.height, bytes, to);
}

/** The same for the gradients of the outputs of a tile row. */
export function readOutputBand(g: Geometry, images: usize, row: i32, band: usize): void {
  const bytes = g.outWidth * g.outChannels * FLOAT_BYTES;
  const image = images + (row / tileRows(g)) * g.outHeight * bytes;
  const first = (row % tileRows(g)) * OUTPUTS;
  for (let y = first; y < first + OUTPUTS; y++, band += outputRowBytes(g)) copyRow(image, y, g.outHeight, bytes, band);
}

// @ts-ignore: decorator
@inline function copyRow(image: usize, y: i32, height: i32, bytes: i32, to: usize): void {
  if (y >= 0 && y < height) memory.copy(to, image + y * bytes, bytes);
  else memory.fill(to, 0, bytes);
}

/** Copies the outputs of a tile row from `band` to where they belong. */
export function writeOutputBand(g: Geometry, band: usize, images: usize, row: i32): void {
  const bytes = g.outWidth * g.outChannels * FLOAT_BYTES;
  const image = images + (row / tileRows(g)) * g.outHeight * bytes;
  const first = (row % tileRows(g)) * OUTPUTS;
  for (let y = first; y < min(first + OUTPUTS, g.outHeight); y++, band += outputRowBytes(g)) {
    memory.copy(image + y * bytes, band, bytes);
  }
}
