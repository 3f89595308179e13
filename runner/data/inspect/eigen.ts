export type Vector3 = [number, number, number];
/** Rows. */
export type Matrix3 = [Vector3, Vector3, Vector3];

/**
 * Eigenvalues, largest first, and eigenvectors of a symmetric 3×3 matrix; column k of `vectors` belongs to value k, has
 * length 1 and its largest component positive. Cyclic Jacobi rotations: Golub and Van Loan, Matrix Computations, §8.5.
 */
export function symmetricEigen(matrix: Matrix3): { values: Vector3; vectors: Matrix3 } {
  const a = matrix.map((row) => [...row]);
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const scale = Math.max(...a.flat().map(Math.abs));
  // Convergence is quadratic: a handful of sweeps reaches the last bit.
  for (let sweep = 0; sweep < 50; sweep++) {
    if (Math.max(Math.abs(a[0]![1]!), Math.abs(a[0]![2]!), Math.abs(a[1]![2]!)) <= scale * 1e-18) break;
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      if (a[p]![q] === 0) continue;
      // The smaller of the two angles that make a[p][q] zero.
      const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
      const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
      const c = 1 / Math.hypot(t, 1);
      const s = t * c;
      for (const m of [a, v]) {
        for (const row of m) {
          const [left, right] = [row[p]!, row[q]!];
          row[p] = c * left - s * right;
          row[q] = s * left + c * right;
        }
      }
      for (let k = 0; k < 3; k++) {
        const [upper, lower] = [a[p]![k]!, a[q]![k]!];
        a[p]![k] = c * upper - s * lower;
        a[q]![k] = s * upper + c * lower;
      }
    }
  }
  const order = [0, 1, 2].sort((i, j) => a[j]![j]! - a[i]![i]!);
  const columns = order.map((k) => {
    const column = v.map((row) => row[k]!);
    const largest = column.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most));
    return largest < 0 ? column.map((value) => -value) : column;
  });
  return {
    values: order.map((k) => a[k]![k]!) as Vector3,
    vectors: [0, 1, 2].map((row) => columns.map((column) => column[row]!)) as Matrix3,
  };
}
