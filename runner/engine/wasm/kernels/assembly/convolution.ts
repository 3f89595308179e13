// Convolutions of any stride and padding in three directions, as matrix products over patches of a padded band of the
// image. Images are [N,H,W,C], filters [kh,kw,Ci,Co]. Nothing is unrolled into memory: a patch is a run of kw·Ci floats
// for each row of the filter, found through a table of offsets.
import { bandBytes, bandRows, copyBand } from "./band";
import { fillTable, multiplyBlock } from "./block";
import { Geometry, hasNoPadding, paddedHeight, paddedWidth } from "./geometry";
import { packPanels, packTransposedPanels, panelsBytes } from "./panels";
import { FLOAT_BYTES, region } from "./simd";

/** Offsets of the patches of `rows` output rows. */
function fillPatchTable(g: Geometry, table: usize, rows: i32): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const width = paddedWidth(g);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < g.outWidth; x++) {
      store<i32>(table, (y * g.strideHeight * width + x * g.strideWidth) * pixelBytes);
      table += 4;
    }
  }
}

/** Bytes of the image rows above the patches of output row `row`; only where there is no padding. */
// @ts-ignore: decorator
@inline function unpaddedRow(g: Geometry, row: i32): i32 {
  return row * g.strideHeight * g.width * g.channels * FLOAT_BYTES;
}

// @ts-ignore: decorator
@inline function filterDepth(g: Geometry): i32 {
  return g.filterHeight * g.filterWidth * g.channels;
}

export function convolutionScratch(g: Geometry): i32 {
  const rows = bandRows(g);
  return region(panelsBytes(filterDepth(g), g.outChannels)) + 2 * region(rows * g.outWidth * 4) +
    region(bandBytes(g, rows));
}

/** y = x ∗ filter. */
export function convolution(g: Geometry, x: usize, filter: usize, y: usize, scratch: usize): void {
  const rows = bandRows(g);
  const unpadded = hasNoPadding(g);
  const patches = scratch + region(panelsBytes(filterDepth(g), g.outChannels));
  const outputs = patches + region(rows * g.outWidth * 4);
  const band = outputs + region(rows * g.outWidth * 4);
  const outRowBytes = g.outWidth * g.outChannels * FLOAT_BYTES;
  packPanels(filter, g.outChannels * FLOAT_BYTES, filterDepth(g), g.outChannels, scratch);
  fillPatchTable(g, patches, rows);
  fillTable(outputs, rows * g.outWidth, g.outChannels * FLOAT_BYTES);
  for (let n = 0; n < g.batch; n++) {
    for (let row = 0; row < g.outHeight; row += rows) {
      const some = min(rows, g.outHeight - row);
      let from = band;
      if (unpadded) from = x + unpaddedRow(g, row);
      else copyBand(g, x, row, some, band);
      multiplyBlock(
        from, patches, g.filterHeight, paddedWidth(g) * g.channels * FLOAT_BYTES, g.filterWidth * g.channels, FLOAT_BYTES,
        scratch, y + row * outRowBytes, outputs, some * g.outWidth, g.outChannels, false,
      );
    }
    x += g.height * g.width * g.channels * FLOAT_BYTES;
    y += g.outHeight * outRowBytes;
  }
}

/**
 * Output pixels whose gradients are spread at a time: the part of the image that they fall on stays in a near cache.
 */
// @ts-ignore: decorator
@inline const SPREAD_PIXELS: i32 = 96;

// @ts-ignore: decorator
@inline function spreadPanelBytes(g: Geometry): i32 {
  return region(panelsBytes(g.outChannels, g.filterWidth * g.channels));
}

export function convolutionInputGradientScratch(g: Geometry): i32 {
  const pixels = g.outHeight * g.outWidth;
  const image = hasNoPadding(g) ? 0 : paddedHeight(g) * paddedWidth(g) * g.channels * FLOAT_BYTES;
  return g.filterHeight * spreadPanelBytes(g) + 2 * region(pixels * 4) + region(image);
}

/** dx: every output pixel's gradient times the filter, added where its patch was. */
export function convolutionInputGradient(g: Geometry, dy: usize, filter: usize, dx: usize, scratch: usize): void {
  const pixels = g.outHeight * g.outWidth;
  const unpadded = hasNoPadding(g);
  const filterRow = g.filterWidth * g.channels;
  const patches = scratch + g.filterHeight * spreadPanelBytes(g);
  const gradients = patches + region(pixels * 4);
  const padded = gradients + region(pixels * 4);
  const paddedRowBytes = paddedWidth(g) * g.channels * FLOAT_BYTES;
  const imageBytes = g.height * g.width * g.channels * FLOAT_BYTES;
  for (let ky = 0; ky < g.filterHeight; ky++) {
    packTransposedPanels(
      filter + ky * filterRow * g.outChannels * FLOAT_BYTES, g.outChannels * FLOAT_BYTES, g.outChannels, filterRow,
      scratch + ky * spreadPanelBytes(g),
    );
  }
  fillPatchTable(g, patches, g.outHeight);
  fillTable(gradients, pixels, g.outChannels * FLOAT_BYTES);
  for (let n = 0; n < g.batch; n++) {
    const image = unpadded ? dx : padded;
    memory.fill(image, 0, unpadded ? imageBytes : paddedHeight(g) * paddedRowBytes);
    for (let pixel = 0; pixel < pixels; pixel += SPREAD_PIXELS) {
      for (let ky = 0; ky < g.filterHeight; ky++) {
        multiplyBlock(
          dy, gradients + pixel * 4, 1, 0, g.outChannels, FLOAT_BYTES, scratch + ky * spreadPanelBytes(g),
          image + ky * paddedRowBytes, patches + pixel * 4, min(SPREAD_PIXELS, pixels - pixel), filterRow, true,
        );
      }
    }
    if (!unpadded) cropImage(g, padded, dx);
    dx += imageBytes;
    dy += pixels * g.outChannels * FLOAT_BYTES;
  }
}

/** Copies the image out of its padding. */
function cropImage(g: Geometry, padded: usize, image: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  const width = paddedWidth(g);
  for (let y = 0; y < g.height; y++) {
    memory.copy(
      image + y * g.width * pixelBytes, padded + ((y + g.padTop) * width + g.padLeft) * pixelBytes, g.width * pixelBytes,
    );
  }
}

/** Output pixels of a block of the filter's gradient: a panel of them stays in the first-level cache. */
// @ts-ignore: decorator
@inline const GRADIENT_PIXELS: i32 = 512;

function gradientRows(g: Geometry): i32 {
  return max(1, min(bandRows(g), GRADIENT_PIXELS / g.outWidth));
}

export function convolutionFilterGradientScratch(g: Geometry): i32 {
  const rows = gradientRows(g);
  return region(panelsBytes(rows * g.outWidth, g.outChannels)) + 2 * region(g.filterWidth * g.channels * 4) +
    region(bandBytes(g, rows));
}

/** dfilter[ky,kx,ci,co] = Σ over pixels of x, shifted by (ky,kx), times dy. */
export function convolutionFilterGradient(g: Geometry, x: usize, dy: usize, dfilter: usize, scratch: usize): void {
  const rows = gradientRows(g);
  const unpadded = hasNoPadding(g);
  const filterRow = g.filterWidth * g.channels;
  const inputs = scratch + region(panelsBytes(rows * g.outWidth, g.outChannels));
  const weights = inputs + region(filterRow * 4);
  const band = weights + region(filterRow * 4);
  const bandRowBytes = paddedWidth(g) * g.channels * FLOAT_BYTES;
  const outPixelBytes = g.outChannels * FLOAT_BYTES;
  fillTable(inputs, filterRow, FLOAT_BYTES);
  fillTable(weights, filterRow, outPixelBytes);
  memory.fill(dfilter, 0, filterDepth(g) * outPixelBytes);
  for (let n = 0; n < g.batch; n++) {
    for (let row = 0; row < g.outHeight; row += rows) {
      const some = min(rows, g.outHeight - row);
      let from = band;
      if (unpadded) from = x + unpaddedRow(g, row);
      else copyBand(g, x, row, some, band);
      packPanels(dy + row * g.outWidth * outPixelBytes, outPixelBytes, some * g.outWidth, g.outChannels, scratch);
      for (let ky = 0; ky < g.filterHeight; ky++) {
        multiplyBlock(
          from + ky * bandRowBytes, inputs, some, g.strideHeight * bandRowBytes, g.outWidth,
          g.strideWidth * g.channels * FLOAT_BYTES, scratch, dfilter + ky * filterRow * outPixelBytes, weights, filterRow,
          g.outChannels, true,
        );
      }
    }
    x += g.height * g.width * g.channels * FLOAT_BYTES;
    dy += g.outHeight * g.outWidth * outPixelBytes;
  }
}
