import * as tf from "@tensorflow/tfjs-core";
import type { BatchNormLayer, ConvolutionLayer, Layer } from "../../shared/models/network.ts";
import { BATCH_NORM_EPSILON } from "../engine/fused/composed.ts";
import { dense, globalAveragePool, type Lookup, pool } from "./shared-layers.ts";

/**
 * The forward pass in evaluation: batch norm uses the running statistics. It is then a multiplication and an addition per
 * channel, which are folded into the convolution before it, so that convolution, norm and ReLU are one operation of the
 * backend. Activations are freed as soon as the next layer has read them.
 * Images [N,H,W,3] → logits [N,K].
 */
export function evaluationForward(layers: readonly Layer[], images: tf.Tensor4D, lookup: Lookup): tf.Tensor2D {
  return runLayers(layers, images, lookup) as tf.Tensor2D;
}

/** `residual` is the shortcut that the last layer adds, where `layers` are the body of a block. */
function runLayers(layers: readonly Layer[], input: tf.Tensor, lookup: Lookup, residual?: tf.Tensor): tf.Tensor {
  let x = input;
  for (let index = 0; index < layers.length; index++) {
    const layer = layers[index]!;
    const next = layers[index + 1];
    const folded = layer.kind === "convolution" && next?.kind === "batchNorm" ? next : undefined;
    if (folded !== undefined) index++;
    const added = index === layers.length - 1 ? residual : undefined;
    const output = tf.tidy(() =>
      folded === undefined
        ? runLayer(layer, x, lookup, added)
        : foldedConvolution(x as tf.Tensor4D, layer as ConvolutionLayer, folded, lookup, added),
    );
    if (x !== input) x.dispose();
    x = output;
  }
  return x;
}

function runLayer(layer: Layer, x: tf.Tensor, lookup: Lookup, residual?: tf.Tensor): tf.Tensor {
  switch (layer.kind) {
    case "convolution":
      return tf.conv2d(x as tf.Tensor4D, filter(layer, lookup), layer.stride, layer.padding);
    case "batchNorm": {
      const { scale, shift } = affine(layer, lookup);
      return finish(tf.add(tf.mul(x, scale), shift), layer, residual);
    }
    case "maxPool":
    case "averagePool":
      return pool(x as tf.Tensor4D, layer);
    case "globalAveragePool":
      return globalAveragePool(x as tf.Tensor4D);
    case "dense":
      return dense(x as tf.Tensor2D, layer, lookup);
    case "residual":
      return runLayers(layer.body, x, lookup, runLayers(layer.shortcut, x, lookup));
  }
}

function foldedConvolution(
  x: tf.Tensor4D,
  layer: ConvolutionLayer,
  norm: BatchNormLayer,
  lookup: Lookup,
  residual?: tf.Tensor,
): tf.Tensor {
  const { scale, shift } = affine(norm, lookup);
  const normed = tf.fused.conv2d({
    x,
    // The last axis of a filter is its output channel.
    filter: tf.mul(filter(layer, lookup), scale),
    strides: layer.stride,
    pad: layer.padding,
    bias: shift,
    activation: norm.relu && residual === undefined ? "relu" : "linear",
  });
  return residual === undefined ? normed : finish(normed, norm, residual);
}

/** γ·(x − mean)/√(variance + ε) + β as x·scale + shift. [C] each. */
function affine({ name }: BatchNormLayer, lookup: Lookup): { scale: tf.Tensor; shift: tf.Tensor } {
  const deviation = tf.sqrt(tf.add(lookup(`${name}.running_var`), BATCH_NORM_EPSILON));
  const scale = tf.div(lookup(`${name}.weight`), deviation);
  return { scale, shift: tf.sub(lookup(`${name}.bias`), tf.mul(lookup(`${name}.running_mean`), scale)) };
}

function finish(normed: tf.Tensor, { relu }: BatchNormLayer, residual?: tf.Tensor): tf.Tensor {
  const sum = residual === undefined ? normed : tf.add(normed, residual);
  return relu ? tf.relu(sum) : sum;
}

const filter = (layer: ConvolutionLayer, lookup: Lookup) => lookup(`${layer.name}.weight`) as tf.Tensor4D;
