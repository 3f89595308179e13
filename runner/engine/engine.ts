import type * as tf from "@tensorflow/tfjs-core";

/**
 * An engine is one backend of TensorFlow.js made ready for training. Tensors are tf.js tensors, NHWC, filters HWIO;
 * gradients are tf.js gradients. Three operations are fused, because a training step spends its time in them; each has
 * a fallback composed of plain tf.js operations (fused/composed.ts), which defines what is right, and an engine that has a
 * faster kernel passes the same contract suite.
 */
export type BackendName = "tensorflow" | "webgpu" | "wasm" | "cpu";

export interface Engine {
  readonly backend: BackendName;
  /** What it was made with, so that another thread can make the same. */
  readonly options: EngineOptions;
  /** What it runs on, for people: "WebAssembly SIMD", "NVIDIA H100 through Vulkan". */
  readonly device: string;
  /** Library versions that decide the numbers: {"tfjs": "4.22.0"}. Goes into the run's record. */
  readonly versions: Record<string, string>;
  /**
   * Batch norm with batch statistics: z = relu?(γ·(x − mean)/√(variance + ε) + β + residual?). Differentiable in x,
   * gamma, beta and residual. Shapes: x [N,H,W,C], gamma and beta [C]; mean and variance [C] are of the batch, biased,
   * and carry no gradient. ε is 1e-5.
   */
  batchNormTrain(
    x: tf.Tensor4D,
    gamma: tf.Tensor1D,
    beta: tf.Tensor1D,
    options: { residual?: tf.Tensor4D; relu: boolean },
  ): { z: tf.Tensor4D; mean: tf.Tensor1D; variance: tf.Tensor1D };
  /** Mean over the batch of −Σ targets · log softmax(logits). logits and targets [N,K]; differentiable in logits. */
  softmaxCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar;
  /**
   * One step of NAG on every variable, in place: g ← gradient + weightDecay·w;  m ← momentum·m + g;
   * w ← w − learningRate·(g + momentum·m). Entries are updated together; `weightDecay` is per entry.
   */
  nesterovUpdate(
    entries: { variable: tf.Variable; gradient: tf.Tensor; momentumBuffer: tf.Variable; weightDecay: number }[],
    options: { learningRate: number; momentum: number },
  ): void;
  /** Frees the device. */
  dispose(): Promise<void>;
}

/** What `backends` and `doctor` print of one backend. A probe never throws and takes nothing down with it. */
export type Probe =
  | {
      backend: BackendName;
      available: true;
      device: string;
      /** A GPU that is played by software on the processor: right, but slower than wasm. */
      software: boolean;
      memoryBytes: number | null;
      notes: string[];
    }
  | { backend: BackendName; available: false; reason: string; howToGet: string };

export interface EngineOptions {
  /** The same bits on every processor, at the price of speed: `training.deterministic`. Only wasm has a choice. */
  deterministic?: boolean;
}

/** One lazy file per backend: nothing of a backend is loaded before it is probed or created. */
export interface BackendModule {
  name: BackendName;
  probe(): Promise<Probe>;
  create(options?: EngineOptions): Promise<Engine>;
}
