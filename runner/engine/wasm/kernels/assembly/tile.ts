// The inner loop that nearly all arithmetic goes through.
import { multiplyAdd, PANEL_BYTES, TILE_ROWS } from "./simd";

/**
 * A whole tile: C[i, j] (+)= Σ over `depth`: A[i, k] · panel[k, j], for i < TILE_ROWS and j < PANEL.
 *
 * Row i of A begins at `a + aTable[i]` (tables hold byte offsets), and its k-th float is `k · stepBytes` further on: a
 * row can be a row of a matrix, a column, or a part of an image. The panel has PANEL floats for each k, one after the
 * other. Row i of C begins at `c + cTable[i]`. Rows of C may overlap when adding: each is written before the next is
 * read.
 *
 * The function is this plain for V8's sake, which keeps the sums in registers (64 GFLOP/s where a native loop has 63)
 * only while there is one loop, not unrolled where RELAXED, and no call or choice of columns after it. With any of
 * these it spills some of them in every turn, at half the speed.
 */
export function multiplyTile(
  a: usize, aTable: usize, depth: i32, stepBytes: i32, panel: usize, c: usize, cTable: usize, accumulate: bool,
): void {
  let a0 = a + load<i32>(aTable);
  let a1 = a + load<i32>(aTable, 4);
  let a2 = a + load<i32>(aTable, 8);
  let a3 = a + load<i32>(aTable, 12);
  let a4 = a0;
  let a5 = a0;
  if (TILE_ROWS > 4) {
    a4 = a + load<i32>(aTable, 16);
    a5 = a + load<i32>(aTable, 20);
  }
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  if (!RELAXED) {
    for (; depth > 1; depth -= 2) {
      let left = v128.load(panel), right = v128.load(panel, 16);
      let x = v128.load32_splat(a0); c00 = multiplyAdd(x, left, c00); c01 = multiplyAdd(x, right, c01);
      x = v128.load32_splat(a1); c10 = multiplyAdd(x, left, c10); c11 = multiplyAdd(x, right, c11);
      x = v128.load32_splat(a2); c20 = multiplyAdd(x, left, c20); c21 = multiplyAdd(x, right, c21);
      x = v128.load32_splat(a3); c30 = multiplyAdd(x, left, c30); c31 = multiplyAdd(x, right, c31);
      a0 += stepBytes; a1 += stepBytes; a2 += stepBytes; a3 += stepBytes;
      left = v128.load(panel, 32); right = v128.load(panel, 48);
      x = v128.load32_splat(a0); c00 = multiplyAdd(x, left, c00); c01 = multiplyAdd(x, right, c01);
      x = v128.load32_splat(a1); c10 = multiplyAdd(x, left, c10); c11 = multiplyAdd(x, right, c11);
      x = v128.load32_splat(a2); c20 = multiplyAdd(x, left, c20); c21 = multiplyAdd(x, right, c21);
      x = v128.load32_splat(a3); c30 = multiplyAdd(x, left, c30); c31 = multiplyAdd(x, right, c31);
      a0 += stepBytes; a1 += stepBytes; a2 += stepBytes; a3 += stepBytes;
      panel += 2 * PANEL_BYTES;
    }
  }
  for (; depth > 0; depth--) {
    const left = v128.load(panel), right = v128.load(panel, 16);
    let x = v128.load32_splat(a0); c00 = multiplyAdd(x, left, c00); c01 = multiplyAdd(x, right, c01);
    x = v128.load32_splat(a1); c10 = multiplyAdd(x, left, c10); c11 = multiplyAdd(x, right, c11);
    x = v128.load32_splat(a2); c20 = multiplyAdd(x, left, c20); c21 = multiplyAdd(x, right, c21);
    x = v128.load32_splat(a3); c30 = multiplyAdd(x, left, c30); c31 = multiplyAdd(x, right, c31);
    if (TILE_ROWS > 4) {
      x = v128.load32_splat(a4); c40 = multiplyAdd(x, left, c40); c41 = multiplyAdd(x, right, c41);
      x = v128.load32_splat(a5); c50 = multiplyAdd(x, left, c50); c51 = multiplyAdd(x, right, c51);
      a4 += stepBytes; a5 += stepBytes;
    }
    a0 += stepBytes; a1 += stepBytes; a2 += stepBytes; a3 += stepBytes;
    panel += PANEL_BYTES;
  }
  if (accumulate) {
    addRow(c + load<i32>(cTable), c00, c01);
    addRow(c + load<i32>(cTable, 4), c10, c11);
    addRow(c + load<i32>(cTable, 8), c20, c21);
    addRow(c + load<i32>(cTable, 12), c30, c31);
    if (TILE_ROWS > 4) {
      addRow(c + load<i32>(cTable, 16), c40, c41);
      addRow(c + load<i32>(cTable, 20), c50, c51);
    }
  } else {
    storeRow(c + load<i32>(cTable), c00, c01);
    storeRow(c + load<i32>(cTable, 4), c10, c11);
    storeRow(c + load<i32>(cTable, 8), c20, c21);
    storeRow(c + load<i32>(cTable, 12), c30, c31);
    if (TILE_ROWS > 4) {
      storeRow(c + load<i32>(cTable, 16), c40, c41);
      storeRow(c + load<i32>(cTable, 20), c50, c51);
    }
  }
}

/** Adds a row of a panel's width to memory. Both are read first, so that V8 may join them where WIDE. */
// @ts-ignore: decorator
@inline export function addRow(to: usize, left: v128, right: v128): void {
  const sumLeft = f32x4.add(v128.load(to), left);
  const sumRight = f32x4.add(v128.load(to, 16), right);
  v128.store(to, sumLeft);
  v128.store(to, sumRight, 16);
}

// @ts-ignore: decorator
@inline export function storeRow(to: usize, left: v128, right: v128): void {
  v128.store(to, left);
  v128.store(to, right, 16);
}
