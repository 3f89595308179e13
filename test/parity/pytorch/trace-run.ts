import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { encodeSafetensors, type StateDict } from "../../../runner/interop/safetensors.ts";
import { initialState } from "../../../runner/training/initialise.ts";
import { buildNetwork } from "../../../shared/models/index.ts";
import type { Layer, Network } from "../../../shared/models/network.ts";
import { createStream } from "../../../shared/random.ts";
import type { RecipeInput } from "../../../shared/recipe/schema.ts";
import { recipeLab } from "../../support/recipe-lab.ts";
import { recipeOf } from "../../support/recipes.ts";

export interface TraceRequest {
  model: RecipeInput["model"];
  optimizer?: RecipeInput["optimizer"];
  loss?: RecipeInput["loss"];
  imageSize: number;
  batchSize: number;
  steps: number;
  learningRate: number;
  /** Start where no ReLU is near its edge (see `awayFromEdges`) instead of at β = 0. */
  smooth?: boolean;
}

const classes = 10;

/** Trains on noise with `recipe-lab run --trace` in `folder`, and returns the trace's folder. */
export async function traceRun(folder: string, request: TraceRequest): Promise<string> {
  const { imageSize: size, batchSize, steps, learningRate } = request;
  await writeNoise(join(folder, "train"), Math.ceil(batchSize / classes), size);
  await writeNoise(join(folder, "validation"), 1, size);
  const recipe: RecipeInput = {
    name: "trace",
    data: { format: "imagefolder", train: "train", validation: "validation", workers: 1 },
    model: request.model,
    augmentation: {
      train: [
        { op: "randomResizedCrop", size },
        { op: "horizontalFlip" },
        { op: "colorScale" },
        { op: "pcaNoise" },
        { op: "normalize" },
      ],
      validation: [{ op: "resizeShorterEdge", size }, { op: "centerCrop", size }, { op: "normalize" }],
    },
    optimizer: request.optimizer,
    learningRate: { initial: learningRate, linearScaling: false, decay: { kind: "constant" } },
    loss: request.loss,
    training: { epochs: 1000, batchSize },
    evaluation: { everyEpochs: 1000 },
  };
  if (request.smooth) {
    const { model, training } = recipeOf(recipe);
    const network = buildNetwork(model, { classes });
    const state = initialState(network, { init: model.init, seed: training.seed });
    awayFromEdges(state, network);
    await writeFile(join(folder, "smooth.safetensors"), encodeSafetensors(state));
    recipe.model = { ...request.model, pretrained: "smooth.safetensors" };
  }
  const file = join(folder, "trace.recipe.json");
  await writeFile(file, JSON.stringify(recipe));
  await mkdir(join(folder, "runs"));
  const trace = join(folder, "trace");
  const { code, stderr } = await recipeLab(
    ["run", file, "--backend", "wasm", "--runs", "runs", "--max-steps", String(steps), "--trace", trace],
    { cwd: folder },
  );
  if (code !== 0) throw new Error(stderr);
  return trace;
}

/** An image folder of noise: nothing to learn quickly, so that a loss stays large enough to compare. */
async function writeNoise(folder: string, perClass: number, size: number): Promise<void> {
  for (let label = 0; label < classes; label++) {
    await mkdir(join(folder, `class-${label}`), { recursive: true });
    for (let index = 0; index < perClass; index++) {
      const random = createStream({ seed: 5, purpose: "split", epoch: label, index });
      const pixels = Uint8Array.from({ length: size * size * 3 }, () => random.integer(256));
      const image = sharp(pixels, { raw: { width: size, height: size, channels: 3 } });
      await image.png().toFile(join(folder, `class-${label}`, `${index}.png`));
    }
  }
}

/**
 * Shifts every norm by four deviations: up, or inside a residual block for every other channel down. Otherwise a few of
 * millions of activations lie so near to 0 that float32's rounding decides whether the ReLU passes their gradient, and a
 * bias's gradient changes by up to 1 %: PyTorch differs that much from itself in float64, or with its input in another
 * memory format. Away from the edges only the arithmetic is compared.
 */
function awayFromEdges(state: StateDict, network: Network): void {
  const shift = (layers: readonly Layer[], insideBlock: boolean): void => {
    for (const [index, layer] of layers.entries()) {
      if (layer.kind === "residual") {
        shift(layer.body, true);
        shift(layer.shortcut, false);
      } else if (layer.kind === "batchNorm") {
        const downToo = insideBlock && index < layers.length - 1;
        const beta = state.get(`${layer.name}.bias`)!.data as Float32Array;
        for (const channel of beta.keys()) beta[channel] = downToo && channel % 2 === 1 ? -4 : 4;
      }
    }
  };
  shift(network.layers, false);
}
