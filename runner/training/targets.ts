import type { LabelSmoothing } from "../../shared/recipe/sections/loss.ts";

/**
 * The distribution over K classes that the loss compares with, one row an image: [N,K], row after row.
 *
 * `paper` (§5.2 of the paper): 1 − ε on the true class, ε/(K − 1) on each other. `uniform` (Szegedy et al., 2016, and
 * PyTorch): ε/K on each, and 1 − ε more on the true one. With one class its probability is 1.
 * @throws RangeError where a label is no class
 */
export function targetDistribution(
  labels: ArrayLike<number>,
  classes: number,
  { epsilon, form }: LabelSmoothing,
): Float32Array {
  const share = form === "uniform" ? classes : classes - 1;
  const others = classes === 1 ? 0 : epsilon / share;
  const trueClass = 1 - others * (classes - 1);
  const rows = new Float32Array(labels.length * classes).fill(others);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new RangeError(`image ${row} of the batch has the label ${label}, expected 0 to ${classes - 1}`);
    }
    rows[row * classes + label] = trueClass;
  }
  return rows;
}

/**
 * Mixup (§5.4 of the paper; Zhang et al., 2017): row i becomes weight·row i + (1 − weight)·row partners[i]. Images are
 * rows of H·W·C values, targets rows of K; both are mixed with the same partners and weight.
 * @param width values in a row
 * @param weight λ, 0 to 1
 */
export function mixRows(
  rows: Float32Array,
  width: number,
  { partners, weight }: { partners: ArrayLike<number>; weight: number },
): Float32Array {
  const mixed = new Float32Array(rows.length);
  for (let row = 0; row < partners.length; row++) {
    const own = row * width;
    const other = partners[row]! * width;
    for (let index = 0; index < width; index++) {
      mixed[own + index] = weight * rows[own + index]! + (1 - weight) * rows[other + index]!;
    }
  }
  return mixed;
}
