import type { OptionsOf } from "../../../shared/augmentations/index.ts";
import { type Operation, toFloat } from "../operation.ts";

type Triple = [number, number, number];

/** One α per principal component, normal around 0. */
export const pcaNoise: Operation<"pcaNoise", { alpha: Triple }> = {
  draw({ standardDeviation }, _size, random) {
    const draw = () => standardDeviation * random.normal();
    return { alpha: [draw(), draw(), draw()] };
  },
  outputSize: (_options, size) => size,
  apply(options, { alpha }, image) {
    const result = toFloat(image);
    const { data } = result;
    const [red, green, blue] = pcaShift(options, alpha);
    for (let pixel = 0; pixel < data.length; pixel += 3) {
      data[pixel] = data[pixel]! + red;
      data[pixel + 1] = data[pixel + 1]! + green;
      data[pixel + 2] = data[pixel + 2]! + blue;
    }
    return result;
  },
};

/** E·(α∘λ): what is added to red, green and blue. §2.1 of the paper, step 5. */
export function pcaShift(
  { eigenvalues, eigenvectors }: Pick<OptionsOf<"pcaNoise">, "eigenvalues" | "eigenvectors">,
  alpha: Triple,
): Triple {
  const channel = (row: Triple) =>
    row[0] * alpha[0] * eigenvalues[0] + row[1] * alpha[1] * eigenvalues[1] + row[2] * alpha[2] * eigenvalues[2];
  return [channel(eigenvectors[0]), channel(eigenvectors[1]), channel(eigenvectors[2])];
}
