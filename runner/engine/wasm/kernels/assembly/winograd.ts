// Convolutions of 3×3 without stride by Winograd's F(4×4, 3×3): 36 multiplications for 16 outputs where the direct way has
// 144. Tiles of all images stand in one row and are worked on in blocks: to the frequency domain, 36 products of matrices
// [tile, channel], and back. Channels are multiples of 4; ../winograd.ts says when it pays.
import { fillTable, multiplyBlock } from "./block";
import { Geometry } from "./geometry";
import { panelsBytes } from "./panels";
import { FLOAT_BYTES, PANEL_BYTES, region, roundUp } from "./simd";
import { filterGradientFromPlanes, filterPlanes } from "./winograd-filter";
import { FREQUENCIES, INPUTS, inputTile, outputGradientTile, OUTPUTS, outputTile, WORK_BYTES } from "./winograd-tiles";

/** What a block's frequencies, of inputs and outputs, may take of the second-level cache. */
// @ts-ignore: decorator
@inline const BLOCK_BYTES: i32 = 512 << 10;
/** But as many tiles as make reading the filter's matrices once for each block worth it. */
// @ts-ignore: decorator
@inline const LEAST_TILES: i32 = 48;
/** A multiple of both builds' tile heights. */
// @ts-ignore: decorator
@inline const TILE_STEP: i32 = 12;

// @ts-ignore: decorator
@inline function tileRows(g: Geometry): i32 {
  return (g.outHeight + OUTPUTS - 1) / OUTPUTS;
}

// @ts-ignore: decorator
@inline function tileColumns(g: Geometry): i32 {
  return (g.outWidth + OUTPUTS - 1) / OUTPUTS;
}

function blockTiles(g: Geometry): i32 {
  const fitting = BLOCK_BYTES / (FREQUENCIES * (g.channels + g.outChannels) * FLOAT_BYTES);
  const all = g.batch * tileRows(g) * tileColumns(g);
  return min(roundUp(all, TILE_STEP), max(LEAST_TILES, fitting / TILE_STEP * TILE_STEP));
}

/** Distance of two frequencies: never a multiple of 4 KiB, or all 36 would compete for one set of the cache. */
// @ts-ignore: decorator
@inline function planeBytes(bytes: i32): i32 {
  return roundUp(bytes, 4096) + 64;
}

// The parts of the scratch, in their order. Products are outputs on the way forward and filters' gradients on the way back.
// @ts-ignore: decorator
@inline function zerosBytes(g: Geometry): i32 {
  return region(INPUTS * max(g.channels, g.outChannels) * FLOAT_BYTES);
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
  return region(WORK_BYTES) + zerosBytes(g) + 2 * tableBytes(g) +
    FREQUENCIES * (filterPlaneBytes(g) + inputPlaneBytes(g) + outputPlaneBytes(g));
}

/** The frequencies of the inputs of `count` tiles from `first` on. */
function inputTiles(g: Geometry, x: usize, first: i32, count: i32, planes: usize, work: usize, zeros: usize): void {
  const columns = tileColumns(g);
  const perImage = tileRows(g) * columns;
  const imageBytes = g.height * g.width * g.channels * FLOAT_BYTES;
  for (let tile = first; tile < first + count; tile++, planes += g.channels * FLOAT_BYTES) {
    const within = tile % perImage;
    inputTile(
      g, x + (tile / perImage) * imageBytes, (within / columns) * OUTPUTS - g.padTop,
      (within % columns) * OUTPUTS - g.padLeft, planes, inputPlaneBytes(g), work, zeros,
    );
  }
}

/** y = x ∗ filter; with `turned`, `g` describes the convolution that takes the gradient of a convolution back to its input. */
export function winograd(g: Geometry, x: usize, filter: usize, y: usize, turned: bool, scratch: usize): void {
  const work = scratch;
  const zeros = work + region(WORK_BYTES);
  const inputTable = zeros + zerosBytes(g);
  const outputTable = inputTable + tableBytes(g);
  const filters = outputTable + tableBytes(g);
  const inputs = filters + FREQUENCIES * filterPlaneBytes(g);
  const products = inputs + FREQUENCIES * inputPlaneBytes(g);
  const block = blockTiles(g);
  const columns = tileColumns(g);
  const perImage = tileRows(g) * columns;
  const tiles = g.batch * perImage;
  const imageBytes = g.outHeight * g.outWidth * g.outChannels * FLOAT_BYTES;
  memory.fill(zeros, 0, zerosBytes(g));
  fillTable(inputTable, block, g.channels * FLOAT_BYTES);
  fillTable(outputTable, block, g.outChannels * FLOAT_BYTES);
  if (turned) filterPlanes(filter, g.outChannels, g.channels, true, filters, filterPlaneBytes(g), work);
  else filterPlanes(filter, g.channels, g.outChannels, false, filters, filterPlaneBytes(g), work);
  for (let first = 0; first < tiles; first += block) {
    const count = min(block, tiles - first);
    inputTiles(g, x, first, count, inputs, work, zeros);
    for (let frequency = 0; frequency < FREQUENCIES; frequency++) {
      multiplyBlock(
        inputs + frequency * inputPlaneBytes(g), inputTable, 1, 0, g.channels, FLOAT_BYTES,
        filters + frequency * filterPlaneBytes(g), products + frequency * outputPlaneBytes(g), outputTable, count,
        g.outChannels, false,
      );
    }
    for (let tile = 0; tile < count; tile++) {
      const within = (first + tile) % perImage;
      outputTile(
        g, products + tile * g.outChannels * FLOAT_BYTES, outputPlaneBytes(g),
        y + ((first + tile) / perImage) * imageBytes, (within / columns) * OUTPUTS, (within % columns) * OUTPUTS, work,
      );
    }
  }
}

/** The gradient of the filter, summed in the frequency domain and taken back once at the end. */
export function winogradFilterGradient(g: Geometry, x: usize, dy: usize, dfilter: usize, scratch: usize): void {
  const work = scratch;
  const zeros = work + region(WORK_BYTES);
  const inputTable = zeros + zerosBytes(g);
  const filterTable = inputTable + tableBytes(g);
  const sums = filterTable + tableBytes(g);
  const inputs = sums + FREQUENCIES * filterPlaneBytes(g);
  const gradients = inputs + FREQUENCIES * inputPlaneBytes(g);
  const block = blockTiles(g);
  const columns = tileColumns(g);
  const perImage = tileRows(g) * columns;
  const tiles = g.batch * perImage;
  const imageBytes = g.outHeight * g.outWidth * g.outChannels * FLOAT_BYTES;
  memory.fill(zeros, 0, zerosBytes(g));
  fillTable(inputTable, g.channels, FLOAT_BYTES);
  fillTable(filterTable, g.channels, g.outChannels * FLOAT_BYTES);
  for (let first = 0; first < tiles; first += block) {
    const count = min(block, tiles - first);
    inputTiles(g, x, first, count, inputs, work, zeros);
    for (let tile = 0; tile < count; tile++) {
      const within = (first + tile) % perImage;
      outputGradientTile(
        g, dy + ((first + tile) / perImage) * imageBytes, (within / columns) * OUTPUTS, (within % columns) * OUTPUTS,
        gradients + tile * PANEL_BYTES, outputPlaneBytes(g), count * PANEL_BYTES, work, zeros,
      );
    }
    for (let frequency = 0; frequency < FREQUENCIES; frequency++) {
      multiplyBlock(
        inputs + frequency * inputPlaneBytes(g), inputTable, 1, 0, count, g.channels * FLOAT_BYTES,
        gradients + frequency * outputPlaneBytes(g), sums + frequency * filterPlaneBytes(g), filterTable, g.channels,
        g.outChannels, first > 0,
      );
    }
  }
  filterGradientFromPlanes(sums, filterPlaneBytes(g), g.channels * g.outChannels, dfilter, work);
}
