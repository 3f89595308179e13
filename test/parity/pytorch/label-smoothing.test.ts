import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { createEngine } from "../../../runner/engine/index.ts";
import { decodeNpy, encodeNpy } from "../../../runner/interop/npy.ts";
import { targetDistribution } from "../../../runner/training/targets.ts";
import { createStream } from "../../../shared/random.ts";
import { findPython, runPython } from "../../support/python.ts";

const found = findPython(["torch", "numpy"]);
const reason = "missing" in found ? ` (skipped: ${found.missing})` : "";
const script = fileURLToPath(new URL("label-smoothing.py", import.meta.url));

it.skipIf("missing" in found)(`uniform label smoothing is PyTorch's${reason}`, async () => {
  if ("missing" in found) return;
  const [images, classes, epsilon] = [16, 7, 0.15];
  const random = createStream({ seed: 4, purpose: "initialisation" });
  const logits = Float32Array.from({ length: images * classes }, () => 3 * random.normal());
  const labels = Int32Array.from({ length: images }, () => random.integer(classes));
  const folder = await mkdtemp(join(tmpdir(), "smoothing-"));
  try {
    const file = (name: string) => join(folder, name);
    await writeFile(file("logits.npy"), encodeNpy(logits, [images, classes]));
    await writeFile(file("labels.npy"), encodeNpy(labels, [images]));
    const arguments_ = [file("logits.npy"), file("labels.npy"), String(epsilon), file("gradient.npy")];
    const expectedLoss = Number(runPython(found.python, script, arguments_));
    const expectedGradient = decodeNpy(await readFile(file("gradient.npy"))).data as Float32Array;

    const { engine } = await createEngine("cpu");
    const targets = tf.tensor2d(targetDistribution(labels, classes, { epsilon, form: "uniform" }), [images, classes]);
    const { value, grad } = tf.valueAndGrad((z) => engine.softmaxCrossEntropy(z as tf.Tensor2D, targets))(
      tf.tensor2d(logits, [images, classes]),
    );
    expect(value.dataSync()[0]).toBeCloseTo(expectedLoss, 5);
    const gradient = grad.dataSync();
    for (const [index, expected] of expectedGradient.entries()) expect(gradient[index]).toBeCloseTo(expected, 6);
  } finally {
    await rm(folder, { recursive: true });
  }
});
