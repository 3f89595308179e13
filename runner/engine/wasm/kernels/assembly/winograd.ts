// Convolutions of 3×3 without stride by Winograd's F(4×4, 3×3): 36 multiplications for 16 outputs where the direct way
// has 144. The rows of tiles of all images are worked on in blocks: to the frequency domain, 36 products of matrices
// [tile, channel], and back. Channels are multiples of 4; ../winograd.ts says when it pays.
import { fillTable, multiplyBlock } from "./block";
import { Geometry } from "./geometry";
import { panelsBytes } from "./panels";
import { FLOAT_BYTES, PANEL_BYTES, region, roundUp } from "./simd";
import {
  inputRowBytes, outputRowBytes, readInputBand, readOutputBand, tileColumns, tileRows, writeOutputBand,
} from "./winograd-bands";
import { filterGradientFromPlanes, filterPlanes } from "./winograd-filter";
import { FREQUENCIES, INPUTS, inputTile, outputGradientTile, OUTPUTS, outputTile, WORK_BYTES } from "./winograd-tiles";

/** What a block's frequencies, of inputs and outputs, may take of the second-level cache. */
// @ts-ignore: decorator
@inline const BLOCK_BYTES: i32 = 384 << 10;
/** But as many tiles as make reading the filter's matrices once for each block worth it. */
// @ts-ignore: decorator
@inline const LEAST_TILES: i32 = 48;

/** Rows of tiles come in a multiple of this, so that their tiles fill those of the product more often. */
// @ts-ignore: decorator
@inline const ROW_STEP: i32 = 3;

/** Rows of tiles in a block. */
function blockRows(g: Geometry): i32 {
  const fitting = BLOCK_BYTES / (FREQUENCIES * (g.channels + g.outChannels) * FLOAT_BYTES);
  const rows = roundUp((max(LEAST_TILES, fitting) + tileColumns(g) - 1) / tileColumns(g), ROW_STEP);
  return min(rows, g.batch * tileRows(g));
}

// @ts-ignore: decorator
@inline function blockTiles(g: Geometry): i32 {
  return blockRows(g) * tileColumns(g);
}

/** Distance of two frequencies: never a multiple of 4 KiB, or all 36 would compete for one set of the cache. */
// @ts-ignore: decorator
@inline function planeBytes(bytes: i32): i32 {
  return roundUp(bytes, 4096) + 64;
}

// The parts of the scratch, in their order. Products are outputs on the way forward and filters' gradients on the way
// back.
// @ts-ignore: decorator
@inline function bandBytes(g: Geometry): i32 {
  return region(max(INPUTS * inputRowBytes(g), OUTPUTS * outputRowBytes(g)));
}

// @ts-ignore: decorator
@inline function tableBytes(g: Geometry): i32 {
  return region(max(blockTiles(g), g.channels) * 4);
}

// @ts-ignore: decorator
@inline function filterPlaneBytes(g: Geometry): i32 {
  return planeBytes(panelsBytes(g.channels, g.outChannels));
}

// @ts-ignore: decorator
@inline function inputPlaneBytes(g: Geometry): i32 {
  return planeBytes(blockTiles(g) * g.channels * FLOAT_BYTES);
}

// @ts-ignore: decorator
@inline function outputPlaneBytes(g: Geometry): i32 {
  return planeBytes(panelsBytes(blockTiles(g), g.outChannels));
}

/** Bytes that `winograd` and `winogradFilterGradient` need. */
export function winogradScratch(g: Geometry): i32 {
  return region(WORK_BYTES) + 2 * bandBytes(g) + 2 * tableBytes(g) +
    FREQUENCIES * (filterPlaneBytes(g) + inputPlaneBytes(g) + outputPlaneBytes(g));
}

/** The frequencies of the inputs of `count` rows of tiles from `first` on. */
function inputFrequencies(g: Geometry, x: usize, first: i32, count: i32, planes: usize, work: usize, band: usize): void {
  const pixelBytes = g.channels * FLOAT_BYTES;
  for (let row = first; row < first + count; row++) {
    readInputBand(g, x, row, band);
    let pixels = band;
    for (let tile = tileColumns(g); tile > 0; tile--) {
      inputTile(pixels, inputRowBytes(g), pixelBytes, planes, inputPlaneBytes(g), work);
      pixels += OUTPUTS * pixelBytes;
      planes += pixelBytes;
    }
  }
}

/**
 * y = x ∗ filter; with `turned`, `g` describes the convolution that takes the gradient of a convolution back to its
 * input.
 */
export function winograd(g: Geometry, x: usize, filter: usize, y: usize, turned: bool, scratch: usize): void {
  const work = scratch;
  const inputBand = work + region(WORK_BYTES);
  const outputBand = inputBand + bandBytes(g);
  const inputTable = outputBand + bandBytes(g);
  const outputTable = inputTable + tableBytes(g);
  const filters = outputTable + tableBytes(g);
  const inputs = filters + FREQUENCIES * filterPlaneBytes(g);
  const products = inputs + FREQUENCIES * inputPlaneBytes(g);
  const pixelBytes = g.outChannels * FLOAT_BYTES;
  memory.fill(inputBand, 0, bandBytes(g));
  fillTable(inputTable, blockTiles(g), g.channels * FLOAT_BYTES);
  fillTable(outputTable, blockTiles(g), pixelBytes);
  if (turned) filterPlanes(filter, g.outChannels, g.channels, true, filters, filterPlaneBytes(g), work);
  else filterPlanes(filter, g.channels, g.outChannels, false, filters, filterPlaneBytes(g), work);
  const rows = g.batch * tileRows(g);
  for (let first = 0; first < rows; first += blockRows(g)) {
    const count = min(blockRows(g), rows - first);
    inputFrequencies(g, x, first, count, inputs, work, inputBand);
    for (let frequency = 0; frequency < FREQUENCIES; frequency++) {
      multiplyBlock(
        inputs + frequency * inputPlaneBytes(g), inputTable, 1, 0, g.channels, FLOAT_BYTES,
        filters + frequency * filterPlaneBytes(g), products + frequency * outputPlaneBytes(g), outputTable,
        count * tileColumns(g), g.outChannels, false,
      );
    }
    let from = products;
    for (let row = first; row < first + count; row++) {
      let pixels = outputBand;
      for (let tile = tileColumns(g); tile > 0; tile--) {
        outputTile(from, outputPlaneBytes(g), pixels, outputRowBytes(g), pixelBytes, work);
        pixels += OUTPUTS * pixelBytes;
        from += pixelBytes;
      }
      writeOutputBand(g, outputBand, y, row);
    }
  }
}

/** The gradient of the filter, summed in the frequency domain and taken back once at the end. */
export function winogradFilterGradient(g: Geometry, x: usize, dy: usize, dfilter: usize, scratch: usize): void {
  const work = scratch;
  const inputBand = work + region(WORK_BYTES);
  const outputBand = inputBand + bandBytes(g);
  const inputTable = outputBand + bandBytes(g);
  const filterTable = inputTable + tableBytes(g);
  const sums = filterTable + tableBytes(g);
  const inputs = sums + FREQUENCIES * filterPlaneBytes(g);
  const gradients = inputs + FREQUENCIES * inputPlaneBytes(g);
  const pixelBytes = g.outChannels * FLOAT_BYTES;
  memory.fill(inputBand, 0, 2 * bandBytes(g));
  fillTable(inputTable, g.channels, FLOAT_BYTES);
  fillTable(filterTable, g.channels, pixelBytes);
  const rows = g.batch * tileRows(g);
  for (let first = 0; first < rows; first += blockRows(g)) {
    const count = min(blockRows(g), rows - first);
    const tiles = count * tileColumns(g);
    inputFrequencies(g, x, first, count, inputs, work, inputBand);
    let to = gradients;
    for (let row = first; row < first + count; row++) {
      readOutputBand(g, dy, row, outputBand);
      let pixels = outputBand;
      for (let tile = tileColumns(g); tile > 0; tile--) {
        outputGradientTile(
          pixels, outputRowBytes(g), g.outChannels, to, outputPlaneBytes(g), tiles * PANEL_BYTES, work,
        );
        pixels += OUTPUTS * pixelBytes;
        to += PANEL_BYTES;
      }
    }
    for (let frequency = 0; frequency < FREQUENCIES; frequency++) {
      multiplyBlock(
        inputs + frequency * inputPlaneBytes(g), inputTable, 1, 0, tiles, g.channels * FLOAT_BYTES,
        gradients + frequency * outputPlaneBytes(g), sums + frequency * filterPlaneBytes(g), filterTable, g.channels,
        g.outChannels, first > 0,
      );
    }
  }
  filterGradientFromPlanes(sums, filterPlaneBytes(g), g.channels * g.outChannels, dfilter, work);
}
