// The inner loop that nearly all arithmetic goes through.
import { FLOAT_BYTES, multiplyAdd, PANEL, PANEL_BYTES, TILE_ROWS, VECTOR } from "./simd";

/**
 * C[i, 0..columns) (+)= Σ over `runs`, Σ over `depth`: A[i, k] · panel[k, ·], for i < rows ≤ TILE_ROWS.
 *
 * Row i of A begins at `a + aTable[i]` (tables hold byte offsets); its k-th float in run r is `r · runBytes + k · stepBytes`
 * further on. So a row can be a row of a matrix (steps of 4 bytes), a column (steps of a row), or a patch of an image
 * (a run for each row of the filter). The panel has PANEL floats for each k, one after the other. Row i of C begins at
 * `c + cTable[i]`. Rows of C may overlap when adding: each is written before the next is read.
 *
 * The sums stay in registers. The loop is written out once and not unrolled where RELAXED: V8 moves all loads of a block
 * to its beginning, and with more than 8 of them the sums are spilled (35 GFLOP/s unrolled by 4 against 60, a native
 * loop's speed). Rows past `rows` repeat row 0 and are dropped.
 */
export function multiplyTile(
  a: usize, aTable: usize, runs: i32, runBytes: i32, depth: i32, stepBytes: i32, panel: usize,
  c: usize, cTable: usize, rows: i32, columns: i32, accumulate: bool,
): void {
  let a0 = a + load<i32>(aTable);
  let a1 = rows > 1 ? a + load<i32>(aTable, 4) : a0;
  let a2 = rows > 2 ? a + load<i32>(aTable, 8) : a0;
  let a3 = rows > 3 ? a + load<i32>(aTable, 12) : a0;
  let a4 = a0;
  let a5 = a0;
  if (TILE_ROWS > 4) {
    if (rows > 4) a4 = a + load<i32>(aTable, 16);
    if (rows > 5) a5 = a + load<i32>(aTable, 20);
  }
  const skip = runBytes - depth * stepBytes;
  let b = panel;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  for (; runs > 0; runs--) {
    let k = depth;
    if (!RELAXED) {
      for (; k > 1; k -= 2) {
        let left = v128.load(b), right = v128.load(b, 16), x = v128.load32_splat(a0);
        c00 = multiplyAdd(x, left, c00); c01 = multiplyAdd(x, right, c01);
        x = v128.load32_splat(a1); c10 = multiplyAdd(x, left, c10); c11 = multiplyAdd(x, right, c11);
        x = v128.load32_splat(a2); c20 = multiplyAdd(x, left, c20); c21 = multiplyAdd(x, right, c21);
        x = v128.load32_splat(a3); c30 = multiplyAdd(x, left, c30); c31 = multiplyAdd(x, right, c31);
        a0 += stepBytes; a1 += stepBytes; a2 += stepBytes; a3 += stepBytes;
        left = v128.load(b, 32); right = v128.load(b, 48);
        x = v128.load32_splat(a0); c00 = multiplyAdd(x, left, c00); c01 = multiplyAdd(x, right, c01);
        x = v128.load32_splat(a1); c10 = multiplyAdd(x, left, c10); c11 = multiplyAdd(x, right, c11);
        x = v128.load32_splat(a2); c20 = multiplyAdd(x, left, c20); c21 = multiplyAdd(x, right, c21);
        x = v128.load32_splat(a3); c30 = multiplyAdd(x, left, c30); c31 = multiplyAdd(x, right, c31);
        a0 += stepBytes; a1 += stepBytes; a2 += stepBytes; a3 += stepBytes;
        b += 2 * PANEL_BYTES;
      }
    }
    for (; k > 0; k--) {
      const left = v128.load(b), right = v128.load(b, 16);
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
      b += PANEL_BYTES;
    }
    a0 += skip; a1 += skip; a2 += skip; a3 += skip;
    if (TILE_ROWS > 4) { a4 += skip; a5 += skip; }
  }
  storeRow(c + load<i32>(cTable), c00, c01, columns, accumulate);
  if (rows > 1) storeRow(c + load<i32>(cTable, 4), c10, c11, columns, accumulate);
  if (rows > 2) storeRow(c + load<i32>(cTable, 8), c20, c21, columns, accumulate);
  if (rows > 3) storeRow(c + load<i32>(cTable, 12), c30, c31, columns, accumulate);
  if (TILE_ROWS > 4) {
    if (rows > 4) storeRow(c + load<i32>(cTable, 16), c40, c41, columns, accumulate);
    if (rows > 5) storeRow(c + load<i32>(cTable, 20), c50, c51, columns, accumulate);
  }
}

// @ts-ignore: decorator
@inline function storeRow(to: usize, left: v128, right: v128, columns: i32, accumulate: bool): void {
  if (columns < PANEL) {
    storePartialRow(to, left, right, columns, accumulate);
  } else if (accumulate) {
    v128.store(to, f32x4.add(v128.load(to), left));
    v128.store(to, f32x4.add(v128.load(to, 16), right), 16);
  } else {
    v128.store(to, left);
    v128.store(to, right, 16);
  }
}

function storePartialRow(to: usize, left: v128, right: v128, columns: i32, accumulate: bool): void {
  if (columns >= VECTOR) {
    v128.store(to, accumulate ? f32x4.add(v128.load(to), left) : left);
    to += VECTOR * FLOAT_BYTES;
    columns -= VECTOR;
    left = right;
  }
  if (columns > 0) storeFloat(to, f32x4.extract_lane(left, 0), accumulate);
  if (columns > 1) storeFloat(to + 4, f32x4.extract_lane(left, 1), accumulate);
  if (columns > 2) storeFloat(to + 8, f32x4.extract_lane(left, 2), accumulate);
}

// @ts-ignore: decorator
@inline function storeFloat(to: usize, value: f32, accumulate: bool): void {
  store<f32>(to, accumulate ? load<f32>(to) + value : value);
}
