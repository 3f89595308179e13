/**
 * The engine's operations in float64 and plain loops, written from their formulas: what every backend is compared with.
 * Images are NHWC and filters HWIO, in flat arrays.
 */
export interface ConvolutionShape {
  x: [batch: number, height: number, width: number, channels: number];
  filter: [height: number, width: number, channelsIn: number, channelsOut: number];
  strides: [vertical: number, horizontal: number];
  /** Pixels of zeros: [top, bottom], [left, right]. */
  padding: [[number, number], [number, number]];
}

export function outputShape({ x, filter, strides, padding }: ConvolutionShape): [number, number, number, number] {
  const along = (axis: 0 | 1): number =>
    Math.floor((x[axis + 1]! + padding[axis][0] + padding[axis][1] - filter[axis]!) / strides[axis]) + 1;
  return [x[0], along(0), along(1), filter[3]];
}

/** Calls `visit` with the indices of every product of the convolution: z[zIndex] += x[xIndex] · filter[filterIndex]. */
function eachProduct(
  shape: ConvolutionShape,
  visit: (xIndex: number, filterIndex: number, zIndex: number) => void,
): void {
  const [, height, width, channels] = shape.x;
  const [filterHeight, filterWidth, , channelsOut] = shape.filter;
  const [batch, outHeight, outWidth] = outputShape(shape);
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++)
        for (let a = 0; a < filterHeight; a++)
          for (let b = 0; b < filterWidth; b++) {
            const row = i * shape.strides[0] + a - shape.padding[0][0];
            const column = j * shape.strides[1] + b - shape.padding[1][0];
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            for (let c = 0; c < channels; c++)
              for (let k = 0; k < channelsOut; k++)
                visit(
                  ((n * height + row) * width + column) * channels + c,
                  ((a * filterWidth + b) * channels + c) * channelsOut + k,
                  ((n * outHeight + i) * outWidth + j) * channelsOut + k,
                );
          }
}

export function convolution(shape: ConvolutionShape, x: Float32Array, filter: Float32Array): Float64Array {
  const z = new Float64Array(outputShape(shape).reduce((a, b) => a * b));
  eachProduct(shape, (xi, fi, zi) => {
    z[zi]! += x[xi]! * filter[fi]!;
  });
  return z;
}

export function convolutionGradients(
  shape: ConvolutionShape,
  x: Float32Array,
  filter: Float32Array,
  dz: Float32Array,
): { dx: Float64Array; dFilter: Float64Array } {
  const dx = new Float64Array(x.length);
  const dFilter = new Float64Array(filter.length);
  eachProduct(shape, (xi, fi, zi) => {
    dx[xi]! += filter[fi]! * dz[zi]!;
    dFilter[fi]! += x[xi]! * dz[zi]!;
  });
  return { dx, dFilter };
}

/** Pooling and its gradient. Padding takes part in neither the maximum nor the average. */
export function pooling(
  kind: "max" | "average",
  shape: Omit<ConvolutionShape, "filter"> & { window: [number, number] },
  x: Float32Array,
  dz: Float32Array,
): { z: Float64Array; dx: Float64Array } {
  const [, height, width, channels] = shape.x;
  const [batch, outHeight, outWidth] = outputShape({ ...shape, filter: [...shape.window, channels, channels] });
  const z = new Float64Array(batch * outHeight * outWidth * channels);
  const dx = new Float64Array(x.length);
  for (let zi = 0; zi < z.length; zi++) {
    const c = zi % channels;
    const j = Math.floor(zi / channels) % outWidth;
    const i = Math.floor(zi / channels / outWidth) % outHeight;
    const n = Math.floor(zi / channels / outWidth / outHeight);
    const inside: number[] = [];
    for (let a = 0; a < shape.window[0]; a++)
      for (let b = 0; b < shape.window[1]; b++) {
        const row = i * shape.strides[0] + a - shape.padding[0][0];
        const column = j * shape.strides[1] + b - shape.padding[1][0];
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        inside.push(((n * height + row) * width + column) * channels + c);
      }
    if (kind === "max") {
      const largest = inside.reduce((best, xi) => (x[xi]! > x[best]! ? xi : best));
      z[zi] = x[largest]!;
      dx[largest]! += dz[zi]!;
    } else {
      for (const xi of inside) {
        z[zi]! += x[xi]! / inside.length;
        dx[xi]! += dz[zi]! / inside.length;
      }
    }
  }
  return { z, dx };
}

/** Batch norm over `channels` interleaved channels, and its gradients, as in Ioffe & Szegedy (2015). */
export function batchNorm(
  channels: number,
  inputs: { x: Float32Array; gamma: Float32Array; beta: Float32Array; residual?: Float32Array; relu: boolean },
  dz: Float32Array,
) {
  const { x, gamma, beta, residual, relu } = inputs;
  const count = x.length / channels;
  const perChannel = (): Float64Array => new Float64Array(channels);
  const [mean, variance, dGamma, dBeta] = [perChannel(), perChannel(), perChannel(), perChannel()];
  x.forEach((value, index) => {
    mean[index % channels]! += value / count;
  });
  x.forEach((value, index) => {
    variance[index % channels]! += (value - mean[index % channels]!) ** 2 / count;
  });
  const normalized = Float64Array.from(x, (value, index) => {
    const c = index % channels;
    return (value - mean[c]!) / Math.sqrt(variance[c]! + 1e-5);
  });
  const z = normalized.map((value, index) => {
    const c = index % channels;
    const sum = gamma[c]! * value + beta[c]! + (residual?.[index] ?? 0);
    return relu ? Math.max(0, sum) : sum;
  });
  const d = Float64Array.from(dz, (value, index) => (relu && z[index]! <= 0 ? 0 : value));
  d.forEach((value, index) => {
    dGamma[index % channels]! += value * normalized[index]!;
    dBeta[index % channels]! += value;
  });
  const dx = d.map((value, index) => {
    const c = index % channels;
    const centred = value - dBeta[c]! / count - (normalized[index]! * dGamma[c]!) / count;
    return (gamma[c]! / Math.sqrt(variance[c]! + 1e-5)) * centred;
  });
  return { z, mean, variance, dx, dGamma, dBeta, dResidual: d };
}

/** Mean over the rows of −Σ q · log softmax(logits), and its gradient in the logits. */
export function softmaxCrossEntropy(
  classes: number,
  logits: Float32Array,
  targets: Float32Array,
): { loss: number; dLogits: Float64Array } {
  const rows = logits.length / classes;
  const dLogits = new Float64Array(logits.length);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const at = (k: number): number => row * classes + k;
    const range = [...Array(classes).keys()];
    const largest = Math.max(...range.map((k) => logits[at(k)]!));
    const sum = range.reduce((total, k) => total + Math.exp(logits[at(k)]! - largest), 0);
    const weight = range.reduce((total, k) => total + targets[at(k)]!, 0);
    for (const k of range) {
      const logProbability = logits[at(k)]! - largest - Math.log(sum);
      loss -= (targets[at(k)]! * logProbability) / rows;
      dLogits[at(k)] = (Math.exp(logProbability) * weight - targets[at(k)]!) / rows;
    }
  }
  return { loss, dLogits };
}
