import type { DecodedImage } from "../decoded-image.ts";
import { type Matrix3, symmetricEigen, type Vector3 } from "./eigen.ts";

/** What the pixels of a data set have in common; grey levels from 0 to 255; every pixel counts the same. */
export interface ColorSummary {
  pixels: number;
  mean: Vector3;
  /** Divided by the number of pixels, not by one less. */
  standardDeviation: Vector3;
  /** Covariance of red, green and blue, in squared grey levels. */
  covariance: Matrix3;
  /** Deviations along the principal colours, in grey levels: square roots of the covariance's eigenvalues. */
  principalDeviations: Vector3;
  /** λ for `pcaNoise`; see `pcaNoiseEigenvalues`. */
  eigenvalues: Vector3;
  /** E for `pcaNoise`: rows are red, green, blue; column k belongs to eigenvalue k. */
  eigenvectors: Matrix3;
}

/** Adds up pixels. Sums of products of bytes are integers, so the order in which images come does not matter. */
export class ColorStatistics {
  #pixels = 0;
  readonly #sums = [0, 0, 0];
  /** RR, RG, RB, GG, GB, BB. */
  readonly #products = [0, 0, 0, 0, 0, 0];

  add({ data }: DecodedImage): void {
    const sums = [0, 0, 0, 0, 0, 0, 0, 0, 0] as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    let [r1, g1, b1, rr, rg, rb, gg, gb, bb] = sums;
    for (let k = 0; k < data.length; k += 3) {
      const r = data[k]!;
      const g = data[k + 1]!;
      const b = data[k + 2]!;
      r1 += r;
      g1 += g;
      b1 += b;
      rr += r * r;
      rg += r * g;
      rb += r * b;
      gg += g * g;
      gb += g * b;
      bb += b * b;
    }
    this.#pixels += data.length / 3;
    for (const [k, sum] of [r1, g1, b1].entries()) this.#sums[k]! += sum;
    for (const [k, product] of [rr, rg, rb, gg, gb, bb].entries()) this.#products[k]! += product;
  }

  /** Undefined before the first pixel. */
  summary(): ColorSummary | undefined {
    const pixels = this.#pixels;
    if (pixels === 0) return undefined;
    const mean = this.#sums.map((sum) => sum / pixels) as Vector3;
    const [rr, rg, rb, gg, gb, bb] = this.#products as [number, number, number, number, number, number];
    const products = [
      [rr, rg, rb],
      [rg, gg, gb],
      [rb, gb, bb],
    ];
    const covariance = products.map((row, i) =>
      row.map((product, j) => product / pixels - mean[i]! * mean[j]!),
    ) as Matrix3;
    const { values, vectors } = symmetricEigen(covariance);
    // Rounding can leave a variance of nothing slightly below 0.
    const root = (variance: number) => Math.sqrt(Math.max(0, variance));
    return {
      pixels,
      mean,
      standardDeviation: covariance.map((row, i) => root(row[i]!)) as Vector3,
      covariance,
      principalDeviations: values.map(root) as Vector3,
      eigenvalues: pcaNoiseEigenvalues(values),
      eigenvectors: vectors,
    };
  }
}

/**
 * λ for `pcaNoise` from the eigenvalues of a covariance in squared grey levels: divided by 255. The λ in use for
 * ImageNet are eigenvalues of the covariance of RGB in [0, 1], times 255 for noise in grey levels; how one can tell is in
 * docs/decisions/0011-pca-noise-eigenvalues.md. Source: Krizhevsky et al., 2012, §4.1.
 */
export function pcaNoiseEigenvalues(covarianceEigenvalues: Vector3): Vector3 {
  return covarianceEigenvalues.map((value) => Math.max(0, value) / 255) as Vector3;
}
