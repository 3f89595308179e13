// Matrices as the inner loop wants them: panels of PANEL columns, each panel's rows one after the other, the last panel
// filled up with zeros. The same layout holds a filter, a gradient of an output, or a transformed filter.
import { FLOAT_BYTES, PANEL, PANEL_BYTES, TILE_ROWS, VECTOR, VECTOR_BYTES } from "./simd";

/** Bytes of a packed matrix of `depth` rows. */
// @ts-ignore: decorator
@inline export function panelsBytes(depth: i32, columns: i32): i32 {
  return ((columns + PANEL - 1) / PANEL) * depth * PANEL_BYTES;
}

/** Packs B[depth, columns], whose rows stand `rowBytes` apart. */
export function packPanels(b: usize, rowBytes: i32, depth: i32, columns: i32, panels: usize): void {
  for (let column = 0; column < columns; column += PANEL) {
    const width = min(columns - column, PANEL);
    let from = b + column * FLOAT_BYTES;
    for (let k = 0; k < depth; k++) {
      if (width == PANEL) {
        v128.store(panels, v128.load(from));
        v128.store(panels, v128.load(from, 16), 16);
      } else {
        clearPanelRow(panels);
        for (let j = 0; j < width; j++) store<f32>(panels + j * FLOAT_BYTES, load<f32>(from + j * FLOAT_BYTES));
      }
      from += rowBytes;
      panels += PANEL_BYTES;
    }
  }
}

/** Packs the transpose of B[columns, depth], whose rows stand `rowBytes` apart. */
export function packTransposedPanels(b: usize, rowBytes: i32, depth: i32, columns: i32, panels: usize): void {
  for (let column = 0; column < columns; column += PANEL) {
    const width = min(columns - column, PANEL);
    if (width < PANEL) for (let k = 0; k < depth; k++) clearPanelRow(panels + k * PANEL_BYTES);
    let j = 0;
    for (; j + VECTOR <= width; j += VECTOR) {
      transposeFourRows(b + (column + j) * rowBytes, rowBytes, depth, panels + j * FLOAT_BYTES);
    }
    for (; j < width; j++) {
      const from = b + (column + j) * rowBytes;
      for (let k = 0; k < depth; k++) {
        store<f32>(panels + k * PANEL_BYTES + j * FLOAT_BYTES, load<f32>(from + k * FLOAT_BYTES));
      }
    }
    panels += depth * PANEL_BYTES;
  }
}

function transposeFourRows(from: usize, rowBytes: i32, depth: i32, to: usize): void {
  let k = 0;
  for (; k + VECTOR <= depth; k += VECTOR) {
    const a = v128.load(from);
    const b = v128.load(from + rowBytes);
    const c = v128.load(from + 2 * rowBytes);
    const d = v128.load(from + 3 * rowBytes);
    const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(abLow, cdLow, 0, 2));
    v128.store(to, v128.shuffle<f64>(abLow, cdLow, 1, 3), PANEL_BYTES);
    v128.store(to, v128.shuffle<f64>(abHigh, cdHigh, 0, 2), 2 * PANEL_BYTES);
    v128.store(to, v128.shuffle<f64>(abHigh, cdHigh, 1, 3), 3 * PANEL_BYTES);
    from += VECTOR_BYTES;
    to += VECTOR * PANEL_BYTES;
  }
  for (; k < depth; k++) {
    for (let j = 0; j < VECTOR; j++) store<f32>(to + j * FLOAT_BYTES, load<f32>(from + j * rowBytes));
    from += FLOAT_BYTES;
    to += PANEL_BYTES;
  }
}

/**
 * Copies A[depth, rows], whose rows stand `rowBytes` apart, so that each tile of TILE_ROWS columns lies together. Read
 * where it is, a column of a wide matrix would take a cache line and a page for every float.
 */
export function packColumns(a: usize, rowBytes: i32, depth: i32, rows: i32, tiles: usize): void {
  const tileBytes = depth * TILE_ROWS * FLOAT_BYTES;
  for (let k = 0; k < depth; k++, a += rowBytes, tiles += TILE_ROWS * FLOAT_BYTES) {
    let from = a;
    let to = tiles;
    let row = 0;
    for (; row + TILE_ROWS <= rows; row += TILE_ROWS) {
      v128.store(to, v128.load(from));
      if (TILE_ROWS > 4) store<u64>(to, load<u64>(from, 16), 16);
      from += TILE_ROWS * FLOAT_BYTES;
      to += tileBytes;
    }
    for (; row < rows; row++) {
      store<f32>(to, load<f32>(from));
      from += FLOAT_BYTES;
      to += FLOAT_BYTES;
    }
  }
}

/** Fills a table with the offsets of the columns that `packColumns` packed; steps are TILE_ROWS floats. */
export function fillColumnTable(table: usize, depth: i32, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    store<i32>(table + row * 4, ((row / TILE_ROWS) * depth * TILE_ROWS + (row % TILE_ROWS)) * FLOAT_BYTES);
  }
}

// @ts-ignore: decorator
@inline function clearPanelRow(at: usize): void {
  v128.store(at, f32x4.splat(0));
  v128.store(at, f32x4.splat(0), 16);
}
