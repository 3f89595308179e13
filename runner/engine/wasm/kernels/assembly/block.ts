// A block of a product: all tiles of some rows of A against some panels of B.
import { FLOAT_BYTES, PANEL, PANEL_BYTES, TILE_ROWS } from "./simd";
import { multiplyTile } from "./tile";

/** Above this the panels do not stay in the second-level cache beside what else is there. */
// @ts-ignore: decorator
@inline const RESIDENT_BYTES: i32 = 256 << 10;

/**
 * C (+)= A · B over `rows` rows and `columns` columns; the arguments are those of `multiplyTile`. The panels are `runs ·
 * depth` rows deep. Whichever of A's tile and B's panel is reused at once should come from the nearest cache: panels that
 * fit the second-level cache are all passed over for a tile of A, larger ones are each passed over all of A.
 */
export function multiplyBlock(
  a: usize, aTable: usize, runs: i32, runBytes: i32, depth: i32, stepBytes: i32, panels: usize,
  c: usize, cTable: usize, rows: i32, columns: i32, accumulate: bool,
): void {
  const panelBytes = runs * depth * PANEL_BYTES;
  if (panelBytes * (columns / PANEL) <= RESIDENT_BYTES) {
    for (let row = 0; row < rows; row += TILE_ROWS) {
      let panel = panels;
      for (let column = 0; column < columns; column += PANEL) {
        multiplyTile(
          a, aTable + row * FLOAT_BYTES, runs, runBytes, depth, stepBytes, panel, c + column * FLOAT_BYTES,
          cTable + row * FLOAT_BYTES, min(rows - row, TILE_ROWS), min(columns - column, PANEL), accumulate,
        );
        panel += panelBytes;
      }
    }
    return;
  }
  for (let column = 0; column < columns; column += PANEL) {
    for (let row = 0; row < rows; row += TILE_ROWS) {
      multiplyTile(
        a, aTable + row * FLOAT_BYTES, runs, runBytes, depth, stepBytes, panels, c + column * FLOAT_BYTES,
        cTable + row * FLOAT_BYTES, min(rows - row, TILE_ROWS), min(columns - column, PANEL), accumulate,
      );
    }
    panels += panelBytes;
  }
}

/** Fills a table with the offsets of `rows` rows that stand `rowBytes` apart. */
export function fillTable(table: usize, rows: i32, rowBytes: i32): void {
  for (let row = 0; row < rows; row++) store<i32>(table + row * 4, row * rowBytes);
}
