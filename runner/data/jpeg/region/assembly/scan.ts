import { bitsOf, END_OF_BLOCK, look, lookAgain, numberBehind } from "./huffman-table";
import { inverseDct, inverseDctOfConstant, writeDctConstants } from "./inverse-dct";
import { copySegment, lowest } from "./segment";

/** Bytes of a block of coefficients and one place behind it, where goes what an end of a block would store. */
// @ts-ignore: decorator
@inline const BLOCK_BYTES: usize = 144;
/** Where a block says that it has no coefficients but the first. */
// @ts-ignore: decorator
@inline const IS_CONSTANT: usize = 132;
/** Of a unit: at most four of brightness and two of colour. */
// @ts-ignore: decorator
@inline const BLOCKS_BYTES: usize = 6 * BLOCK_BYTES;

// The numbers of a job, each of 32 bits, by their place in bytes.
// @ts-ignore: decorator
@inline const COMPONENTS: usize = 48;
// @ts-ignore: decorator
@inline const COMPONENT_BYTES: usize = 32;

/**
 * Decodes the scan of an image down to the last row of units that is wanted. `job` points at 32-bit numbers:
 *
 *  0 from          where the compressed data begins
 *  1 stream        the end of the room for the data of one segment: as many bytes as there are of the file, and 2 KiB
 *  2 restart       units between two restart markers; 0: there are none
 *  3 columns       units in a row of the image
 *  4 rows          of units that are decoded
 *  5 left, 6 right the wanted columns, from the first to before the last
 *  7 top           the first wanted row
 *  8 blocks        room for six blocks of 144 bytes, 128 bytes of scratch and the constants of the inverse DCT
 *  9 zigzag        table of bytes: two times the place of the coefficient before each of 64 + 96 indices; 128 for none
 * 10 allRows       rows of units that there are
 * 11 count         of components, and for each of them:
 *    0 across, 1 down    its blocks in a unit
 *    2 quantisation      64 numbers of 16 bits
 *    3 dc, 4 ac          Huffman tables
 *    5 plane, 6 stride   where its samples go: those of the wanted units
 *    7 prediction        scratch
 *
 * Returns 0, or 1 where the data has a fault, also one that libjpeg would let pass with a warning.
 */
export function decodeScan(job: usize): i32 {
  const restart = load<i32>(job, 8), columns = load<i32>(job, 12), rows = load<i32>(job, 16);
  const left = load<i32>(job, 20), right = load<i32>(job, 24), top = load<i32>(job, 28);
  const stream = <usize>load<u32>(job, 4), blocks = <usize>load<u32>(job, 32), zigzag = <usize>load<u32>(job, 36);
  const lastComponent = job + COMPONENTS + COMPONENT_BYTES * <usize>load<u32>(job, 44);
  let marker = copySegment(<usize>load<u32>(job), stream);
  let lowestByte = lowest;
  let unitsToMarker = restart == 0 ? columns * load<i32>(job, 40) : restart;
  let nextMarker: u32 = 0xd0;
  resetPredictions(job, lastComponent);
  writeDctConstants(blocks + BLOCKS_BYTES + 128);
  // The next bits, from the top; how many of them count; where the bytes behind them are.
  let bits: u64 = 0, count: u64 = 0, at = stream - 8;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (unitsToMarker == 0) {
        if (!wasUsedUp(stream, lowestByte, at, count) || <u32>load<u8>(marker, 1) != nextMarker) return 1;
        nextMarker = 0xd0 | ((nextMarker + 1) & 7);
        marker = copySegment(marker + 2, stream);
        lowestByte = lowest;
        bits = 0; count = 0; at = stream - 8;
        unitsToMarker = restart;
        resetPredictions(job, lastComponent);
      }
      unitsToMarker--;
      if (at + 16 < lowestByte) return 1;
      const wanted = row >= top && column >= left && column < right;
      if (wanted) memory.fill(blocks, 0, BLOCKS_BYTES);
      let block = blocks;
      for (let component = job + COMPONENTS; component < lastComponent; component += COMPONENT_BYTES) {
        const across = load<i32>(component), down = load<i32>(component, 4);
        const dc = <usize>load<u32>(component, 12), ac = <usize>load<u32>(component, 16);
        for (let index = across * down; index > 0; index--, block += BLOCK_BYTES) {
          bits |= load<u64>(at) >> count;
          at -= <usize>((63 - count) >> 3);
          count |= 56;
          let entry = look(dc, bits), number = <i32>entry >> 16, used = entry & 0xff;
          if (used == 0) {
            entry = lookAgain(dc, bits, entry);
            if (entry == 0) return 1;
            number = numberBehind(bits, entry);
            used = bitsOf(entry);
          }
          const prediction = load<i32>(component, 28) + number;
          bits <<= <u64>used;
          count -= <u64>used;
          store<i32>(component, prediction, 28);
          store<i16>(block, <i16>prediction);

          // At least 56 bits are there, enough for two symbols.
          let place: u32 = 1;
          while (true) {
            entry = look(ac, bits);
            if (entry & 0xff) {
              place += (entry >> 8) & 0xff;
              store<i16>(block + <usize>load<u8>(zigzag + place), <i16>(entry >> 16));
              bits <<= <u64>entry;
              count -= <u64>(entry & 0xff);
            } else {
              entry = lookAgain(ac, bits, entry);
              if (entry == 0) return 1;
              place += (entry >> 8) & 0xff;
              store<i16>(block + <usize>load<u8>(zigzag + place), <i16>numberBehind(bits, entry));
              bits <<= <u64>bitsOf(entry);
              count -= <u64>bitsOf(entry);
            }
            if (place >= 64) break;

            bits |= load<u64>(at) >> count;
            at -= <usize>((63 - count) >> 3);
            count |= 56;
            entry = look(ac, bits);
            if (entry & 0xff) {
              place += (entry >> 8) & 0xff;
              store<i16>(block + <usize>load<u8>(zigzag + place), <i16>(entry >> 16));
              bits <<= <u64>entry;
              count -= <u64>(entry & 0xff);
            } else {
              entry = lookAgain(ac, bits, entry);
              if (entry == 0) return 1;
              place += (entry >> 8) & 0xff;
              store<i16>(block + <usize>load<u8>(zigzag + place), <i16>numberBehind(bits, entry));
              bits <<= <u64>bitsOf(entry);
              count -= <u64>bitsOf(entry);
            }
            if (place >= 64) break;
          }
          if (place > 64 && place < END_OF_BLOCK) return 1;

          store<u8>(block, place == END_OF_BLOCK + 1, IS_CONSTANT);
        }
      }
      if (wanted) writeSamples(job, lastComponent, column - left, row - top);
    }
  }
  // What lies behind the last row that is wanted is not looked at; a segment that ends with it is.
  if (unitsToMarker == 0 && !wasUsedUp(stream, lowestByte, at, count)) return 1;
  return 0;
}

/** The samples of a unit, all blocks at once: what was just stored in twos is not yet to be had in eights. */
function writeSamples(job: usize, lastComponent: usize, column: i32, row: i32): void {
  let block = <usize>load<u32>(job, 32);
  const work = block + BLOCKS_BYTES, constants = work + 128;
  for (let component = job + COMPONENTS; component < lastComponent; component += COMPONENT_BYTES) {
    const across = load<i32>(component), down = load<i32>(component, 4);
    const quantisation = <usize>load<u32>(component, 8), stride = <usize>load<u32>(component, 24);
    let to = <usize>load<u32>(component, 20) + <usize>(row * down) * 8 * stride + <usize>(column * across) * 8;
    for (let y = 0; y < down; y++, to += 8 * stride) {
      for (let x = 0; x < across; x++, block += BLOCK_BYTES) {
        if (load<u8>(block, IS_CONSTANT)) inverseDctOfConstant(block, quantisation, to + <usize>x * 8, stride);
        else inverseDct(block, quantisation, constants, work, to + <usize>x * 8, stride);
      }
    }
  }
}

function resetPredictions(job: usize, lastComponent: usize): void {
  for (let component = job + COMPONENTS; component < lastComponent; component += COMPONENT_BYTES) {
    store<i32>(component, 0, 28);
  }
}

/** Whether all bytes of a segment were needed, and no more than there are. */
function wasUsedUp(stream: usize, lowestByte: usize, at: usize, count: u64): bool {
  const used = <i32>(stream - 8 - at) * 8 - <i32>count;
  const there = <i32>(stream - lowestByte) * 8;
  return used <= there && there - used < 8;
}
