import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeNpy } from "../../../runner/interop/npy.ts";
import { decodeSafetensors } from "../../../runner/interop/safetensors.ts";
import { initialState } from "../../../runner/training/initialise.ts";
import { targetDistribution } from "../../../runner/training/targets.ts";
import { startTrace } from "../../../runner/training/trace.ts";
import { syntheticBatch } from "../../support/batches.ts";
import { recipeOf } from "../../support/recipes.ts";
import { tinyNetwork } from "../../support/tiny-network.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trace-"));
});
afterEach(() => rm(folder, { recursive: true }));

const network = tinyNetwork();
const { optimizer, model } = recipeOf();
const initial = initialState(network, { init: model.init, seed: 0 });
const figures = { loss: 1.5, top1: 0.25, top5: 1, gradientNorm: 2 };

describe("a trace", () => {
  it("holds what another framework needs to replay a step", async () => {
    const batch = syntheticBatch({ count: 4, imageSize: 6, classes: 3 });
    const trace = await startTrace(join(folder, "new"), { network, optimizer, devices: 1, initial });
    await trace.writeStep(1, { batch, learningRate: 0.1, figures });
    await trace.finish(initial);

    const read = (name: string) => readFile(join(folder, "new", name));
    expect(await readdir(join(folder, "new"))).toEqual([
      "final.safetensors",
      "initial.safetensors",
      "step-0001",
      "trace.json",
    ]);
    expect(await readdir(join(folder, "new/step-0001"))).toEqual(["images.npy", "labels.npy", "step.json"]);
    expect(decodeNpy(await read("step-0001/images.npy"))).toEqual({ shape: [4, 6, 6, 3], data: batch.images });
    expect(decodeNpy(await read("step-0001/labels.npy"))).toEqual({ shape: [4], data: batch.labels });
    expect(JSON.parse(`${await read("step-0001/step.json")}`)).toEqual({ step: 1, learningRate: 0.1, ...figures });
    expect(JSON.parse(`${await read("trace.json")}`)).toEqual({
      architecture: "tiny",
      classes: 3,
      optimizer,
      devices: 1,
    });
    for (const name of ["initial.safetensors", "final.safetensors"]) {
      expect(decodeSafetensors(await read(name), name).tensors).toEqual(initial);
    }
  });

  it("writes the targets where they are more than the labels", async () => {
    const batch = syntheticBatch({ count: 2, imageSize: 6, classes: 3 });
    batch.targets = targetDistribution(batch.labels, 3, { epsilon: 0.1, form: "uniform" });
    const trace = await startTrace(folder, { network, optimizer, devices: 1, initial });
    await trace.writeStep(12, { batch, learningRate: 0.1, figures });
    const targets = decodeNpy(await readFile(join(folder, "step-0012/targets.npy")));
    expect(targets).toEqual({ shape: [2, 3], data: batch.targets });
  });

  it("does not mix with what is in the folder already", async () => {
    await writeFile(join(folder, "notes.txt"), "");
    await expect(startTrace(folder, { network, optimizer, devices: 1, initial })).rejects.toMatchObject({
      code: "trace-folder-not-empty",
    });
    await expect(startTrace(join(folder, "notes.txt"), { network, optimizer, devices: 1, initial })).rejects.toThrow(
      "a file of that name is in the way",
    );
  });
});
