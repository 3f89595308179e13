import { blendPixels } from "./blend-pixels";
import { blendRows } from "./blend-rows";

/**
 * Rows `start` to `end` − 1 of the output, into `out`. `job` points at ten 32-bit numbers, in this order; addresses and
 * offsets are in bytes:
 *
 *  0 image          first byte that is read of row 0 of the image
 *  1 rowBytes       from one row of the image to the next
 *  2 span           bytes that are read of each row
 *  3 rows           table, for each row of the output: its first row in the image, how many, and their weights
 *  4 rowEntry       from one entry of that table to the next
 *  5 columns        table, for each column of the output: offset of its first pixel in the line, and `taps` weights
 *  6 taps
 *  7 width          of the output, in pixels
 *  8 line           scratch
 *  9 matrix         four vectors of four floats: what red, green and blue contribute to (R, G, B, –), and what is added
 */
export function augmentRows(job: usize, start: i32, end: i32, out: usize): void {
  const image = <usize>load<u32>(job), rowBytes = <usize>load<u32>(job, 4), span = load<i32>(job, 8);
  const rowEntry = <usize>load<u32>(job, 16), columns = <usize>load<u32>(job, 20), taps = load<i32>(job, 24);
  const width = load<i32>(job, 28), line = <usize>load<u32>(job, 32), matrix = <usize>load<u32>(job, 36);
  let row = <usize>load<u32>(job, 12) + rowEntry * <usize>start;
  for (; start < end; start++) {
    blendRows(image + rowBytes * <usize>load<u32>(row), rowBytes, row + 8, load<i32>(row, 4), span, line);
    blendPixels(line, columns, taps, width, matrix, out);
    row += rowEntry;
    out += <usize>width * 12;
  }
}
