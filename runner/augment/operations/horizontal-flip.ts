import { type Operation, toFloat } from "../operation.ts";

export const horizontalFlip: Operation<"horizontalFlip", { flip: boolean }> = {
  draw: ({ probability }, _size, random) => ({ flip: random.uniform() < probability }),
  outputSize: (_options, size) => size,
  apply(_options, { flip }, image) {
    const result = toFloat(image);
    if (flip) mirrorRows(result.data, result.width);
    return result;
  },
};

function mirrorRows(data: Float32Array, width: number): void {
  for (let row = 0; row < data.length; row += width * 3) {
    for (let left = row, right = row + (width - 1) * 3; left < right; left += 3, right -= 3) {
      for (let channel = 0; channel < 3; channel++) {
        const value = data[left + channel]!;
        data[left + channel] = data[right + channel]!;
        data[right + channel] = value;
      }
    }
  }
}
