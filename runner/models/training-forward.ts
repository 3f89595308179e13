import * as tf from "@tensorflow/tfjs-core";
import type { BatchNormLayer, ConvolutionLayer, Layer } from "../../shared/models/network.ts";
import type { Engine } from "../engine/engine.ts";
import { UserError } from "../errors.ts";
import { dense, globalAveragePool, type Lookup, pool } from "./shared-layers.ts";

/** What one batch norm saw of a batch. The tensors are kept: whoever gets them disposes of them. */
export interface BatchStatistics {
  /** The layer's name. */
  name: string;
  /** [C]. */
  mean: tf.Tensor1D;
  /** [C], biased. */
  variance: tf.Tensor1D;
  /** N·H·W: over how many values they were taken. Infinity where the variance is unbiased already. */
  count: number;
}

interface Context {
  engine: Engine;
  lookup: Lookup;
  statistics: BatchStatistics[];
}

/**
 * The forward pass in training: batch norm uses the batch's own statistics and appends them to `statistics`.
 * Images [N,H,W,3] → logits [N,K], differentiable in every tensor that `lookup` gives.
 */
export function trainingForward(layers: readonly Layer[], images: tf.Tensor4D, context: Context): tf.Tensor2D {
  return runLayers(layers, images, context) as tf.Tensor2D;
}

/** `residual` is the shortcut that the last layer adds, where `layers` are the body of a block. */
function runLayers(layers: readonly Layer[], x: tf.Tensor, context: Context, residual?: tf.Tensor4D): tf.Tensor {
  return layers.reduce(
    (input, layer, index) => runLayer(layer, input, context, index === layers.length - 1 ? residual : undefined),
    x,
  );
}

function runLayer(layer: Layer, x: tf.Tensor, context: Context, residual?: tf.Tensor4D): tf.Tensor {
  switch (layer.kind) {
    case "convolution":
      return convolution(x as tf.Tensor4D, layer, context.lookup);
    case "batchNorm":
      return batchNorm(x as tf.Tensor4D, layer, context, residual);
    case "maxPool":
    case "averagePool":
      return pool(x as tf.Tensor4D, layer);
    case "globalAveragePool":
      return globalAveragePool(x as tf.Tensor4D);
    case "dense":
      return dense(x as tf.Tensor2D, layer, context.lookup);
    case "residual": {
      const shortcut = runLayers(layer.shortcut, x, context) as tf.Tensor4D;
      return runLayers(layer.body, x, context, shortcut);
    }
  }
}

function convolution(x: tf.Tensor4D, layer: ConvolutionLayer, lookup: Lookup): tf.Tensor4D {
  return tf.conv2d(x, lookup(`${layer.name}.weight`) as tf.Tensor4D, layer.stride, layer.padding);
}

function batchNorm(x: tf.Tensor4D, layer: BatchNormLayer, context: Context, residual?: tf.Tensor4D): tf.Tensor4D {
  const { name, relu, channels } = layer;
  const count = x.size / channels;
  if (count < 2) {
    throw new UserError(
      "batch-too-small",
      `Batch norm ${name} sees one value per channel in this batch and cannot take a variance: expected at least two. Train with a larger training.batchSize or larger images.`,
    );
  }
  const gamma = context.lookup(`${name}.weight`) as tf.Tensor1D;
  const beta = context.lookup(`${name}.bias`) as tf.Tensor1D;
  const options = residual === undefined ? { relu } : { relu, residual };
  const { z, mean, variance } = context.engine.batchNormTrain(x, gamma, beta, options);
  context.statistics.push({ name, mean: tf.keep(mean), variance: tf.keep(variance), count });
  return z;
}
