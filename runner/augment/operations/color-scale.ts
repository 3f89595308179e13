import {
  brightnessMatrix,
  hueMatrix,
  type Matrix,
  multiply,
  saturationMatrix,
  transformColors,
} from "../color-matrix.ts";
import { scaleHsvHue } from "../hsv.ts";
import { type Operation, toFloat } from "../operation.ts";

/** The coefficients that hue, saturation and brightness are scaled by. */
export interface ColorCoefficients {
  hue: number;
  saturation: number;
  brightness: number;
}

/**
 * Brightness first, then saturation, then hue. With `yiq` and without `clamp` the three are linear and commute, so they
 * are one matrix; otherwise each is computed on its own, and cut to [0, 255] after each where `clamp` says so.
 */
export const colorScale: Operation<"colorScale", ColorCoefficients> = {
  draw: ({ hue, saturation, brightness }, _size, random) => ({
    hue: random.between(...hue),
    saturation: random.between(...saturation),
    brightness: random.between(...brightness),
  }),
  outputSize: (_options, size) => size,
  apply({ hueMode, clamp }, coefficients, image) {
    const result = toFloat(image);
    const { data } = result;
    if (hueMode === "yiq" && !clamp) {
      transformColors(data, colorMatrix(coefficients));
      return result;
    }
    transformColors(data, brightnessMatrix(coefficients.brightness));
    if (clamp) clampBytes(data);
    transformColors(data, saturationMatrix(coefficients.saturation));
    if (clamp) clampBytes(data);
    if (hueMode === "yiq") transformColors(data, hueMatrix(coefficients.hue));
    else scaleHsvHue(data, coefficients.hue);
    if (clamp) clampBytes(data);
    return result;
  },
};

/** The three scalings as one matrix: hue · saturation · brightness. */
export function colorMatrix({ hue, saturation, brightness }: ColorCoefficients): Matrix {
  return multiply(hueMatrix(hue), multiply(saturationMatrix(saturation), brightnessMatrix(brightness)));
}

function clampBytes(data: Float32Array): void {
  for (let position = 0; position < data.length; position++) {
    data[position] = Math.min(255, Math.max(0, data[position]!));
  }
}
