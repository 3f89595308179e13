// A block of a product: all tiles of some rows of A against some panels of B.
import { FLOAT_BYTES, PANEL, PANEL_BYTES, TILE_ROWS } from "./simd";
import { multiplyTile } from "./tile";
import { multiplyWideTile } from "./tile-wide";

/** Above this the panels do not stay in the second-level cache beside what else is there. */
// @ts-ignore: decorator
@inline const RESIDENT_BYTES: i32 = 256 << 10;

/**
 * Where tiles at the edges are put together, and its size: a whole tile, the offsets of its rows, those of A's rows.
 */
let spare: usize = 0;
// @ts-ignore: decorator
@inline const SPARE_BYTES: i32 = TILE_ROWS * PANEL_BYTES + 2 * TILE_ROWS * 4;

export function spareBytes(): i32 {
  return SPARE_BYTES;
}

/** Gives the module `spareBytes()` of memory that stay its own. Call it before any kernel. */
export function useSpare(address: usize): void {
  spare = address;
  fillTable(address + TILE_ROWS * PANEL_BYTES, TILE_ROWS, PANEL_BYTES);
}

/** Depth of a panel's part that stays in the first-level cache beside a tile of A. */
// @ts-ignore: decorator
@inline const PART_DEPTH: i32 = 256;

/**
 * C[rows, columns] (+)= A · B. A row of A is found through `aTable`, as in `multiplyTile`, and consists of `runs` runs,
 * `runBytes` apart, of `depth` floats, `stepBytes` apart: a patch of an image has a run for each row of the filter. The
 * panels are `runs · depth` rows deep.
 *
 * What is reused at once, A's tile or B's panel, should come from the nearest cache. Panels that all fit the second-
 * level cache are passed over for each tile of A; of larger ones, each is passed over all of A, a part of its depth at
 * a time.
 */
export function multiplyBlock(
  a: usize, aTable: usize, runs: i32, runBytes: i32, depth: i32, stepBytes: i32, panels: usize,
  c: usize, cTable: usize, rows: i32, columns: i32, accumulate: bool,
): void {
  const panelBytes = runs * depth * PANEL_BYTES;
  if (panelBytes * (columns / PANEL) <= RESIDENT_BYTES) {
    for (let row = 0; row < rows; row += TILE_ROWS) {
      for (let column = 0, width = 0; column < columns; column += width) {
        width = tileColumns(columns - column);
        let from = a;
        let panel = panels + (column / PANEL) * panelBytes;
        for (let run = 0; run < runs; run++) {
          multiplyAt(
            from, aTable, depth, stepBytes, panel, panelBytes, c, cTable, row, rows, column, columns, width,
            accumulate || run > 0,
          );
          from += runBytes;
          panel += depth * PANEL_BYTES;
        }
      }
    }
    return;
  }
  for (let column = 0, width = 0; column < columns; column += width) {
    width = tileColumns(columns - column);
    let panel = panels + (column / PANEL) * panelBytes;
    for (let run = 0; run < runs; run++) {
      for (let k = 0; k < depth; k += PART_DEPTH) {
        const part = min(PART_DEPTH, depth - k);
        const from = a + run * runBytes + k * stepBytes;
        for (let row = 0; row < rows; row += TILE_ROWS) {
          multiplyAt(
            from, aTable, part, stepBytes, panel, panelBytes, c, cTable, row, rows, column, columns, width,
            accumulate || run > 0 || k > 0,
          );
        }
        panel += part * PANEL_BYTES;
      }
    }
  }
}

/** Columns that are done together where `left` are left: two whole panels, or what is in one. */
// @ts-ignore: decorator
@inline function tileColumns(left: i32): i32 {
  return left >= 2 * PANEL ? 2 * PANEL : PANEL;
}

/**
 * The tile of `width` columns at a row and a column of the block. All builds add to C in the same order, so that rows
 * which overlap come to the same sums.
 */
// @ts-ignore: decorator
@inline function multiplyAt(
  a: usize, aTable: usize, depth: i32, stepBytes: i32, panel: usize, panelBytes: i32, c: usize, cTable: usize, row: i32,
  rows: i32, column: i32, columns: i32, width: i32, accumulate: bool,
): void {
  const aRows = aTable + row * 4;
  const cRows = cTable + row * 4;
  const to = c + column * FLOAT_BYTES;
  const next = panel + panelBytes;
  if (rows - row < TILE_ROWS || columns - column < PANEL) {
    const edgeRows = min(rows - row, TILE_ROWS);
    multiplyEdge(a, aRows, depth, stepBytes, panel, to, cRows, edgeRows, min(columns - column, PANEL), accumulate);
    if (width > PANEL) {
      multiplyEdge(a, aRows, depth, stepBytes, next, to + PANEL_BYTES, cRows, edgeRows, PANEL, accumulate);
    }
  } else if (WIDE && width > PANEL) {
    multiplyWideTile(a, aRows, depth, stepBytes, panel, next, to, cRows, accumulate);
  } else {
    multiplyTile(a, aRows, depth, stepBytes, panel, to, cRows, accumulate);
    if (width > PANEL) multiplyTile(a, aRows, depth, stepBytes, next, to + PANEL_BYTES, cRows, accumulate);
  }
}

/** A tile of which only some rows and columns count: a whole one in the spare memory, its last row repeated. */
function multiplyEdge(
  a: usize, aTable: usize, depth: i32, stepBytes: i32, panel: usize, c: usize, cTable: usize, rows: i32, columns: i32,
  accumulate: bool,
): void {
  const spareTable = spare + TILE_ROWS * PANEL_BYTES;
  const repeated = spareTable + TILE_ROWS * 4;
  for (let row = 0; row < TILE_ROWS; row++) store<i32>(repeated + row * 4, load<i32>(aTable + min(row, rows - 1) * 4));
  multiplyTile(a, repeated, depth, stepBytes, panel, spare, spareTable, false);
  for (let row = 0; row < rows; row++) {
    const from = spare + row * PANEL_BYTES;
    const to = c + load<i32>(cTable + row * 4);
    if (columns == PANEL) {
      v128.store(to, accumulate ? f32x4.add(v128.load(to), v128.load(from)) : v128.load(from));
      v128.store(to, accumulate ? f32x4.add(v128.load(to, 16), v128.load(from, 16)) : v128.load(from, 16), 16);
      continue;
    }
    for (let at = 0; at < columns * FLOAT_BYTES; at += FLOAT_BYTES) {
      store<f32>(to + at, accumulate ? load<f32>(to + at) + load<f32>(from + at) : load<f32>(from + at));
    }
  }
}

/** Fills a table with the offsets of `rows` rows that stand `rowBytes` apart. */
export function fillTable(table: usize, rows: i32, rowBytes: i32): void {
  for (let row = 0; row < rows; row++) store<i32>(table + row * 4, row * rowBytes);
}
