// The two inner loops that nearly all arithmetic goes through. Both multiply into a tile of TILE_ROWS × PANEL sums that
// stays in registers, against a packed panel of B (rows of PANEL floats, one after the other; see pack.ts).
import { multiplyAdd, PANEL, PANEL_BYTES, TILE_ROWS, FLOAT_BYTES, VECTOR } from "./simd";

/** Adds or stores `columns` of a row of the tile. */
function storePartialRow(to: usize, left: v128, right: v128, columns: i32, accumulate: bool): void {
  if (columns >= VECTOR) {
    v128.store(to, accumulate ? f32x4.add(v128.load(to), left) : left);
    to += VECTOR * FLOAT_BYTES;
    columns -= VECTOR;
    left = right;
  }
  if (columns > 0) storeLane(to, f32x4.extract_lane(left, 0), accumulate);
  if (columns > 1) storeLane(to + 4, f32x4.extract_lane(left, 1), accumulate);
  if (columns > 2) storeLane(to + 8, f32x4.extract_lane(left, 2), accumulate);
}

// @ts-ignore: decorator
@inline function storeLane(to: usize, value: f32, accumulate: bool): void {
  store<f32>(to, accumulate ? load<f32>(to) + value : value);
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

/**
 * C[i, 0..columns) (+)= Σ over `runs` of Σ over `depth`: A[i, k] · panel[k, ·], for i < rows.
 *
 * Row i of A starts at `base + rowTable[i]` (bytes); its k-th float of run r is `r · runBytes + 4k` further on. The rows
 * of C start at `c + i · cRowBytes`, or, where `cTable` is not 0, at `c + cTable[i]`. Rows of C may overlap when adding:
 * each is read and written before the next is read. Rows past `rows` are computed from row 0 and dropped.
 */
export function multiplyRows(
  base: usize, rowTable: usize, runs: i32, runBytes: i32, depth: i32, panel: usize,
  c: usize, cRowBytes: i32, cTable: usize, rows: i32, columns: i32, accumulate: bool,
): void {
  let a0 = base + load<i32>(rowTable);
  let a1 = rows > 1 ? base + load<i32>(rowTable, 4) : a0;
  let a2 = rows > 2 ? base + load<i32>(rowTable, 8) : a0;
  let a3 = rows > 3 ? base + load<i32>(rowTable, 12) : a0;
  let a4 = a0;
  let a5 = a0;
  if (TILE_ROWS > 4) {
    if (rows > 4) a4 = base + load<i32>(rowTable, 16);
    if (rows > 5) a5 = base + load<i32>(rowTable, 20);
  }
  const skip = runBytes - depth * FLOAT_BYTES;
  let b = panel;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  for (; runs > 0; runs--) {
    let k = depth;
    for (; k >= 4; k -= 4) {
      let b0 = v128.load(b), b1 = v128.load(b, 16), x = v128.load32_splat(a0);
      c00 = multiplyAdd(x, b0, c00); c01 = multiplyAdd(x, b1, c01);
      x = v128.load32_splat(a1); c10 = multiplyAdd(x, b0, c10); c11 = multiplyAdd(x, b1, c11);
      x = v128.load32_splat(a2); c20 = multiplyAdd(x, b0, c20); c21 = multiplyAdd(x, b1, c21);
      x = v128.load32_splat(a3); c30 = multiplyAdd(x, b0, c30); c31 = multiplyAdd(x, b1, c31);
      if (TILE_ROWS > 4) {
        x = v128.load32_splat(a4); c40 = multiplyAdd(x, b0, c40); c41 = multiplyAdd(x, b1, c41);
        x = v128.load32_splat(a5); c50 = multiplyAdd(x, b0, c50); c51 = multiplyAdd(x, b1, c51);
      }
      b0 = v128.load(b, 32); b1 = v128.load(b, 48);
      x = v128.load32_splat(a0, 4); c00 = multiplyAdd(x, b0, c00); c01 = multiplyAdd(x, b1, c01);
      x = v128.load32_splat(a1, 4); c10 = multiplyAdd(x, b0, c10); c11 = multiplyAdd(x, b1, c11);
      x = v128.load32_splat(a2, 4); c20 = multiplyAdd(x, b0, c20); c21 = multiplyAdd(x, b1, c21);
      x = v128.load32_splat(a3, 4); c30 = multiplyAdd(x, b0, c30); c31 = multiplyAdd(x, b1, c31);
      if (TILE_ROWS > 4) {
        x = v128.load32_splat(a4, 4); c40 = multiplyAdd(x, b0, c40); c41 = multiplyAdd(x, b1, c41);
        x = v128.load32_splat(a5, 4); c50 = multiplyAdd(x, b0, c50); c51 = multiplyAdd(x, b1, c51);
      }
      b0 = v128.load(b, 64); b1 = v128.load(b, 80);
      x = v128.load32_splat(a0, 8); c00 = multiplyAdd(x, b0, c00); c01 = multiplyAdd(x, b1, c01);
      x = v128.load32_splat(a1, 8); c10 = multiplyAdd(x, b0, c10); c11 = multiplyAdd(x, b1, c11);
      x = v128.load32_splat(a2, 8); c20 = multiplyAdd(x, b0, c20); c21 = multiplyAdd(x, b1, c21);
      x = v128.load32_splat(a3, 8); c30 = multiplyAdd(x, b0, c30); c31 = multiplyAdd(x, b1, c31);
      if (TILE_ROWS > 4) {
        x = v128.load32_splat(a4, 8); c40 = multiplyAdd(x, b0, c40); c41 = multiplyAdd(x, b1, c41);
        x = v128.load32_splat(a5, 8); c50 = multiplyAdd(x, b0, c50); c51 = multiplyAdd(x, b1, c51);
      }
      b0 = v128.load(b, 96); b1 = v128.load(b, 112);
      x = v128.load32_splat(a0, 12); c00 = multiplyAdd(x, b0, c00); c01 = multiplyAdd(x, b1, c01);
      x = v128.load32_splat(a1, 12); c10 = multiplyAdd(x, b0, c10); c11 = multiplyAdd(x, b1, c11);
      x = v128.load32_splat(a2, 12); c20 = multiplyAdd(x, b0, c20); c21 = multiplyAdd(x, b1, c21);
      x = v128.load32_splat(a3, 12); c30 = multiplyAdd(x, b0, c30); c31 = multiplyAdd(x, b1, c31);
      if (TILE_ROWS > 4) {
        x = v128.load32_splat(a4, 12); c40 = multiplyAdd(x, b0, c40); c41 = multiplyAdd(x, b1, c41);
        x = v128.load32_splat(a5, 12); c50 = multiplyAdd(x, b0, c50); c51 = multiplyAdd(x, b1, c51);
        a4 += 16; a5 += 16;
      }
      a0 += 16; a1 += 16; a2 += 16; a3 += 16;
      b += 4 * PANEL_BYTES;
    }
    for (; k > 0; k--) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let x = v128.load32_splat(a0);
      c00 = multiplyAdd(x, b0, c00); c01 = multiplyAdd(x, b1, c01);
      x = v128.load32_splat(a1); c10 = multiplyAdd(x, b0, c10); c11 = multiplyAdd(x, b1, c11);
      x = v128.load32_splat(a2); c20 = multiplyAdd(x, b0, c20); c21 = multiplyAdd(x, b1, c21);
      x = v128.load32_splat(a3); c30 = multiplyAdd(x, b0, c30); c31 = multiplyAdd(x, b1, c31);
      if (TILE_ROWS > 4) {
        x = v128.load32_splat(a4); c40 = multiplyAdd(x, b0, c40); c41 = multiplyAdd(x, b1, c41);
        x = v128.load32_splat(a5); c50 = multiplyAdd(x, b0, c50); c51 = multiplyAdd(x, b1, c51);
        a4 += 4; a5 += 4;
      }
      a0 += 4; a1 += 4; a2 += 4; a3 += 4;
      b += PANEL_BYTES;
    }
    a0 += skip; a1 += skip; a2 += skip; a3 += skip;
    if (TILE_ROWS > 4) { a4 += skip; a5 += skip; }
  }
  if (cTable) {
    storeRow(c + load<i32>(cTable), c00, c01, columns, accumulate);
    if (rows > 1) storeRow(c + load<i32>(cTable, 4), c10, c11, columns, accumulate);
    if (rows > 2) storeRow(c + load<i32>(cTable, 8), c20, c21, columns, accumulate);
    if (rows > 3) storeRow(c + load<i32>(cTable, 12), c30, c31, columns, accumulate);
    if (TILE_ROWS > 4) {
      if (rows > 4) storeRow(c + load<i32>(cTable, 16), c40, c41, columns, accumulate);
      if (rows > 5) storeRow(c + load<i32>(cTable, 20), c50, c51, columns, accumulate);
    }
    return;
  }
  storeRow(c, c00, c01, columns, accumulate);
  if (rows > 1) storeRow(c += cRowBytes, c10, c11, columns, accumulate);
  if (rows > 2) storeRow(c += cRowBytes, c20, c21, columns, accumulate);
  if (rows > 3) storeRow(c += cRowBytes, c30, c31, columns, accumulate);
  if (TILE_ROWS > 4) {
    if (rows > 4) storeRow(c += cRowBytes, c40, c41, columns, accumulate);
    if (rows > 5) storeRow(c += cRowBytes, c50, c51, columns, accumulate);
  }
}
