// The inner loop of the WIDE build.
import { multiplyAdd, PANEL_BYTES } from "./simd";
import { addRow, storeRow } from "./tile";

/**
 * A tile of two panels: `multiplyTile` for `panel`, then for `next`, whose sums go to the PANEL columns of C after the
 * first's. The sums are the same to the bit.
 *
 * Each two vectors side by side become one register of 256 bits where V8 joins them: 6×16 sums take 12 of its 15
 * registers, and two multiply-adds a cycle need not wait for each other. Where it does not join them, 24 sums do not fit.
 */
export function multiplyWideTile(
  a: usize, aTable: usize, depth: i32, stepBytes: i32, panel: usize, next: usize, c: usize, cTable: usize,
  accumulate: bool,
): void {
  let a0 = a + load<i32>(aTable);
  let a1 = a + load<i32>(aTable, 4);
  let a2 = a + load<i32>(aTable, 8);
  let a3 = a + load<i32>(aTable, 12);
  let a4 = a + load<i32>(aTable, 16);
  let a5 = a + load<i32>(aTable, 20);
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c02 = zero, c03 = zero;
  let c10 = zero, c11 = zero, c12 = zero, c13 = zero;
  let c20 = zero, c21 = zero, c22 = zero, c23 = zero;
  let c30 = zero, c31 = zero, c32 = zero, c33 = zero;
  let c40 = zero, c41 = zero, c42 = zero, c43 = zero;
  let c50 = zero, c51 = zero, c52 = zero, c53 = zero;
  for (; depth > 0; depth--) {
    const b0 = v128.load(panel), b1 = v128.load(panel, 16), b2 = v128.load(next), b3 = v128.load(next, 16);
    let x = v128.load32_splat(a0);
    c00 = multiplyAdd(x, b0, c00); c01 = multiplyAdd(x, b1, c01);
    c02 = multiplyAdd(x, b2, c02); c03 = multiplyAdd(x, b3, c03);
    x = v128.load32_splat(a1);
    c10 = multiplyAdd(x, b0, c10); c11 = multiplyAdd(x, b1, c11);
    c12 = multiplyAdd(x, b2, c12); c13 = multiplyAdd(x, b3, c13);
    x = v128.load32_splat(a2);
    c20 = multiplyAdd(x, b0, c20); c21 = multiplyAdd(x, b1, c21);
    c22 = multiplyAdd(x, b2, c22); c23 = multiplyAdd(x, b3, c23);
    x = v128.load32_splat(a3);
    c30 = multiplyAdd(x, b0, c30); c31 = multiplyAdd(x, b1, c31);
    c32 = multiplyAdd(x, b2, c32); c33 = multiplyAdd(x, b3, c33);
    x = v128.load32_splat(a4);
    c40 = multiplyAdd(x, b0, c40); c41 = multiplyAdd(x, b1, c41);
    c42 = multiplyAdd(x, b2, c42); c43 = multiplyAdd(x, b3, c43);
    x = v128.load32_splat(a5);
    c50 = multiplyAdd(x, b0, c50); c51 = multiplyAdd(x, b1, c51);
    c52 = multiplyAdd(x, b2, c52); c53 = multiplyAdd(x, b3, c53);
    a0 += stepBytes; a1 += stepBytes; a2 += stepBytes; a3 += stepBytes; a4 += stepBytes; a5 += stepBytes;
    panel += PANEL_BYTES; next += PANEL_BYTES;
  }
  if (accumulate) {
    addRow(c + load<i32>(cTable), c00, c01);
    addRow(c + load<i32>(cTable, 4), c10, c11);
    addRow(c + load<i32>(cTable, 8), c20, c21);
    addRow(c + load<i32>(cTable, 12), c30, c31);
    addRow(c + load<i32>(cTable, 16), c40, c41);
    addRow(c + load<i32>(cTable, 20), c50, c51);
    addRow(c + load<i32>(cTable) + PANEL_BYTES, c02, c03);
    addRow(c + load<i32>(cTable, 4) + PANEL_BYTES, c12, c13);
    addRow(c + load<i32>(cTable, 8) + PANEL_BYTES, c22, c23);
    addRow(c + load<i32>(cTable, 12) + PANEL_BYTES, c32, c33);
    addRow(c + load<i32>(cTable, 16) + PANEL_BYTES, c42, c43);
    addRow(c + load<i32>(cTable, 20) + PANEL_BYTES, c52, c53);
  } else {
    storeRow(c + load<i32>(cTable), c00, c01);
    storeRow(c + load<i32>(cTable, 4), c10, c11);
    storeRow(c + load<i32>(cTable, 8), c20, c21);
    storeRow(c + load<i32>(cTable, 12), c30, c31);
    storeRow(c + load<i32>(cTable, 16), c40, c41);
    storeRow(c + load<i32>(cTable, 20), c50, c51);
    storeRow(c + load<i32>(cTable) + PANEL_BYTES, c02, c03);
    storeRow(c + load<i32>(cTable, 4) + PANEL_BYTES, c12, c13);
    storeRow(c + load<i32>(cTable, 8) + PANEL_BYTES, c22, c23);
    storeRow(c + load<i32>(cTable, 12) + PANEL_BYTES, c32, c33);
    storeRow(c + load<i32>(cTable, 16) + PANEL_BYTES, c42, c43);
    storeRow(c + load<i32>(cTable, 20) + PANEL_BYTES, c52, c53);
  }
}
