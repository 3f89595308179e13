import { fillTable, multiplyBlock } from "./block";
import { fillColumnTable, packColumns, packPanels, packTransposedPanels, panelsBytes } from "./panels";
import { FLOAT_BYTES, PANEL, region, roundUp, TILE_ROWS } from "./simd";

/** Rows of a panel: 8 KiB, which stay in the first-level cache beside a tile of A. */
// @ts-ignore: decorator
@inline const BLOCK_DEPTH: i32 = 256;
/** Columns packed at a time: BLOCK_DEPTH × BLOCK_COLUMNS floats stay in the second-level cache. */
// @ts-ignore: decorator
@inline const BLOCK_COLUMNS: i32 = 256;
// @ts-ignore: decorator
@inline const BLOCK_ROWS: i32 = TILE_ROWS * 32;

// @ts-ignore: decorator
@inline function panelRegion(columns: i32, depth: i32): i32 {
  return region(panelsBytes(min(depth, BLOCK_DEPTH), min(roundUp(columns, PANEL), BLOCK_COLUMNS)));
}

/** Bytes that `multiplyMatrices` needs. */
export function matrixProductScratch(rows: i32, columns: i32, depth: i32): i32 {
  return panelRegion(columns, depth) + 2 * region(BLOCK_ROWS * 4) + region(BLOCK_ROWS * BLOCK_DEPTH * FLOAT_BYTES);
}

/**
 * C[rows, columns] = A · B, row-major and dense. A is [rows, depth], or [depth, rows] where `transposeA`; B is
 * [depth, columns], or [columns, depth] where `transposeB`.
 */
export function multiplyMatrices(
  a: usize, b: usize, c: usize, rows: i32, columns: i32, depth: i32, transposeA: bool, transposeB: bool,
  scratch: usize,
): void {
  const panels = scratch;
  const aTable = panels + panelRegion(columns, depth);
  const cTable = aTable + region(BLOCK_ROWS * 4);
  const packed = cTable + region(BLOCK_ROWS * 4);
  const cRowBytes = columns * FLOAT_BYTES;
  fillTable(aTable, min(rows, BLOCK_ROWS), depth * FLOAT_BYTES);
  fillTable(cTable, min(rows, BLOCK_ROWS), cRowBytes);
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    const width = min(columns - column, BLOCK_COLUMNS);
    for (let k = 0; k < depth; k += BLOCK_DEPTH) {
      const blockDepth = min(depth - k, BLOCK_DEPTH);
      if (transposeB) {
        packTransposedPanels(b + (column * depth + k) * FLOAT_BYTES, depth * FLOAT_BYTES, blockDepth, width, panels);
      } else {
        packPanels(b + (k * columns + column) * FLOAT_BYTES, columns * FLOAT_BYTES, blockDepth, width, panels);
      }
      if (transposeA) fillColumnTable(aTable, blockDepth, min(rows, BLOCK_ROWS));
      for (let row = 0; row < rows; row += BLOCK_ROWS) {
        const blockRows = min(rows - row, BLOCK_ROWS);
        let from = a + (row * depth + k) * FLOAT_BYTES;
        let stepBytes = FLOAT_BYTES;
        if (transposeA) {
          packColumns(a + (k * rows + row) * FLOAT_BYTES, rows * FLOAT_BYTES, blockDepth, blockRows, packed);
          from = packed;
          stepBytes = TILE_ROWS * FLOAT_BYTES;
        }
        multiplyBlock(
          from, aTable, 1, 0, blockDepth, stepBytes, panels, c + row * cRowBytes + column * FLOAT_BYTES, cTable, blockRows,
          width, k > 0,
        );
      }
    }
  }
}
