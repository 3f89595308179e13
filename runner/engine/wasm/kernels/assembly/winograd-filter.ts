// Filters of 3×3 in Winograd's domain: 36 matrices of input by output channels.
import { FLOAT_BYTES, PANEL, PANEL_BYTES, VECTOR, VECTOR_BYTES } from "./simd";
import { transformFilter, transformFilterGradient } from "./winograd-transforms";
import { FREQUENCIES, INPUTS } from "./winograd-tiles";

/**
 * The filter [3,3,inputs,outputs] as 36 packed matrices, `planeBytes` apart. Where `turned`, the filter that takes
 * gradients of the outputs to gradients of the inputs: turned by 180°, channels exchanged. Both numbers of channels are
 * multiples of 4.
 */
export function filterPlanes(
  filter: usize, inputs: i32, outputs: i32, turned: bool, planes: usize, planeBytes: i32, work: usize,
): void {
  const tapBytes = inputs * outputs * FLOAT_BYTES;
  const depth = turned ? outputs : inputs;
  const columns = turned ? inputs : outputs;
  // A whole row of a panel before the next: half a row at a time, each cache line would be written twice.
  for (let column = 0; column < columns; column += PANEL) {
    for (let k = 0; k < depth; k++) {
      const to = planes + ((column / PANEL) * depth + k) * PANEL_BYTES;
      for (let four = column; four < min(column + PANEL, columns); four += VECTOR) {
        if (turned) gatherTaps(filter + (four * outputs + k) * FLOAT_BYTES, outputs * FLOAT_BYTES, tapBytes, work);
        else copyTaps(filter + (k * outputs + four) * FLOAT_BYTES, tapBytes, work);
        transformTaps(work, to + (four - column) * FLOAT_BYTES, planeBytes);
      }
    }
  }
  if (columns % PANEL) clearHalfPanel(planes + (columns / PANEL) * depth * PANEL_BYTES + VECTOR_BYTES, depth, planeBytes);
}

/** The nine taps of four filters, in `work`, to their 36 frequencies. */
function transformTaps(work: usize, to: usize, planeBytes: i32): void {
  const rows = work + 9 * VECTOR_BYTES;
  for (let kx = 0; kx < 3; kx++) {
    const tap = work + kx * VECTOR_BYTES;
    transformFilter(v128.load(tap), v128.load(tap, 48), v128.load(tap, 96), rows + kx * VECTOR_BYTES, 3 * VECTOR_BYTES);
  }
  for (let row = 0; row < INPUTS; row++, to += INPUTS * planeBytes) {
    const from = rows + row * 3 * VECTOR_BYTES;
    transformFilter(v128.load(from), v128.load(from, 16), v128.load(from, 32), to, planeBytes);
  }
}

function copyTaps(from: usize, tapBytes: i32, work: usize): void {
  for (let tap = 0; tap < 9; tap++, from += tapBytes) v128.store(work + tap * VECTOR_BYTES, v128.load(from));
}

/** The nine taps of four filters that stand `stepBytes` apart, last tap first. */
function gatherTaps(from: usize, stepBytes: i32, tapBytes: i32, work: usize): void {
  for (let tap = 8; tap >= 0; tap--, from += tapBytes) {
    let four = v128.load32_zero(from);
    four = v128.load32_lane(from + stepBytes, four, 1);
    four = v128.load32_lane(from + 2 * stepBytes, four, 2);
    four = v128.load32_lane(from + 3 * stepBytes, four, 3);
    v128.store(work + tap * VECTOR_BYTES, four);
  }
}

function clearHalfPanel(at: usize, depth: i32, planeBytes: i32): void {
  for (let frequency = 0; frequency < FREQUENCIES; frequency++, at += planeBytes) {
    for (let k = 0; k < depth; k++) v128.store(at + k * PANEL_BYTES, f32x4.splat(0));
  }
}

/** 36 matrices of gradients, dense and `planeBytes` apart, to the gradient of the filter; `count` weights of a tap. */
export function filterGradientFromPlanes(planes: usize, planeBytes: i32, count: i32, dfilter: usize, work: usize): void {
  const tapBytes = count * FLOAT_BYTES;
  const step = INPUTS * planeBytes;
  for (let offset = 0; offset < tapBytes; offset += VECTOR_BYTES) {
    for (let column = 0; column < INPUTS; column++) {
      const at = planes + column * planeBytes + offset;
      transformFilterGradient(
        v128.load(at), v128.load(at + step), v128.load(at + 2 * step), v128.load(at + 3 * step), v128.load(at + 4 * step),
        v128.load(at + 5 * step), work + column * VECTOR_BYTES, INPUTS * VECTOR_BYTES,
      );
    }
    for (let row = 0; row < 3; row++) {
      const from = work + row * INPUTS * VECTOR_BYTES;
      transformFilterGradient(
        v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), v128.load(from, 64),
        v128.load(from, 80), dfilter + row * 3 * tapBytes + offset, tapBytes,
      );
    }
  }
}
