/**
 * A network as data. The plan reads it for shapes, parameters, MACs and Xavier bounds; the runner executes it. Names are
 * torchvision's module names, so that `name + ".weight"` is the key in a state dict.
 *
 * Layers run in order on one NHWC tensor. A residual block runs `body` and `shortcut` on its input and adds them; the
 * last layer of `body` is a batch norm, and the sum and the ReLU belong to it, so that an engine may fuse the three.
 */
export type Layer =
  | ConvolutionLayer
  | BatchNormLayer
  | PoolLayer
  | { kind: "globalAveragePool"; name: string }
  | DenseLayer
  | ResidualLayer;

export interface ConvolutionLayer {
  kind: "convolution";
  name: string;
  inputChannels: number;
  outputChannels: number;
  kernel: number;
  stride: number;
  /** Zeros added on each side, in pixels. */
  padding: number;
}

export interface BatchNormLayer {
  kind: "batchNorm";
  name: string;
  channels: number;
  /** A ReLU follows (after the residual sum, where this is the last layer of a block's body). */
  relu: boolean;
  /** γ starts at 0 (the last norm of a residual block under `model.zeroGamma`). */
  zeroGamma: boolean;
}

export interface PoolLayer {
  kind: "maxPool" | "averagePool";
  name: string;
  size: number;
  stride: number;
  padding: number;
  /** Average pool only: round the output size up and count only real pixels (ResNet-D's shortcut on odd sizes). */
  ceil?: boolean;
}

export interface DenseLayer {
  kind: "dense";
  name: string;
  inputFeatures: number;
  outputFeatures: number;
}

export interface ResidualLayer {
  kind: "residual";
  name: string;
  body: Layer[];
  /** Empty: the identity. */
  shortcut: Layer[];
}

export interface Network {
  architecture: string;
  layers: Layer[];
  classes: number;
}

/** A tensor of the state dict, in torchvision's order, names and shapes (convolutions OIHW, dense [out, in]). */
export interface StateEntry {
  name: string;
  shape: number[];
  role: "weight" | "bias" | "gamma" | "beta" | "runningMean" | "runningVariance" | "batchCount";
  /** Whether the optimiser updates it (running statistics are not updated by gradients). */
  trainable: boolean;
}
