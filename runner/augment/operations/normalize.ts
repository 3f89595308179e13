import { type Operation, toFloat } from "../operation.ts";

/** (v − mean) / standardDeviation in each channel. Nothing is drawn. */
export const normalize: Operation<"normalize", null> = {
  draw: () => null,
  outputSize: (_options, size) => size,
  apply({ mean, standardDeviation }, _drawn, image) {
    const result = toFloat(image);
    const { data } = result;
    for (let pixel = 0; pixel < data.length; pixel += 3) {
      data[pixel] = (data[pixel]! - mean[0]) / standardDeviation[0];
      data[pixel + 1] = (data[pixel + 1]! - mean[1]) / standardDeviation[1];
      data[pixel + 2] = (data[pixel + 2]! - mean[2]) / standardDeviation[2];
    }
    return result;
  },
};
