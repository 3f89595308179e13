/**
 * Multiplies the hue angle of HSV, in [0°, 360°), by `factor`, modulo 360°; saturation and value stay. In place. The
 * largest and the smallest channel of a pixel stay what they are, so values outside of [0, 255] are fine.
 */
export function scaleHsvHue(data: Float32Array, factor: number): void {
  for (let pixel = 0; pixel < data.length; pixel += 3) {
    const red = data[pixel]!;
    const green = data[pixel + 1]!;
    const blue = data[pixel + 2]!;
    const largest = Math.max(red, green, blue);
    const smallest = Math.min(red, green, blue);
    const chroma = largest - smallest;
    // A grey has no hue to scale.
    if (chroma === 0) continue;
    const hue = modulo6(factor * hueSextant(red, green, blue, largest, chroma));
    data[pixel] = smallest + chroma * share(hue, 0);
    data[pixel + 1] = smallest + chroma * share(hue, 4);
    data[pixel + 2] = smallest + chroma * share(hue, 2);
  }
}

/** Hue in sixths of the circle, [0, 6): red 0, green 2, blue 4. */
function hueSextant(red: number, green: number, blue: number, largest: number, chroma: number): number {
  if (largest === red) return modulo6((green - blue) / chroma);
  if (largest === green) return (blue - red) / chroma + 2;
  return (red - green) / chroma + 4;
}

/** How much of the chroma a channel has at a hue: 1 within one sixth of its own hue, 0 beyond two, linear between. */
function share(hue: number, turn: number): number {
  const distance = Math.abs(modulo6(hue + turn) - 3);
  return Math.min(1, Math.max(0, distance - 1));
}

function modulo6(value: number): number {
  return value - 6 * Math.floor(value / 6);
}
