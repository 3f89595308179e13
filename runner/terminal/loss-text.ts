/** A loss for people: three decimals, which is more than it repeats to; the sizes of a diverging training in powers of ten. */
export function lossText(loss: number): string {
  return Math.abs(loss) < 10_000 ? loss.toFixed(3) : loss.toExponential(2);
}
