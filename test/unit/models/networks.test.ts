import { describe, expect, test } from "vitest";
import { buildNetwork } from "../../../shared/models/index.ts";
import { layerRows } from "../../../shared/models/layer-rows.ts";
import { leafLayers } from "../../../shared/models/layers.ts";
import { elementCount, stateEntries } from "../../../shared/models/state-entries.ts";
import { recipeSchema } from "../../../shared/recipe/schema.ts";
import { architectures, variants } from "../../../shared/recipe/sections/model.ts";

type ModelInput = {
  architecture: (typeof architectures)[number];
  variant?: (typeof variants)[number];
  zeroGamma?: boolean;
};

const modelOf = (input: ModelInput) => recipeSchema.parse({ model: input }).model;
const networkOf = (input: ModelInput, classes = 1000) => buildNetwork(modelOf(input), { classes });

function totals(input: ModelInput, { classes = 1000, size = 224 } = {}) {
  const rows = layerRows(networkOf(input, classes), size, "channels");
  return {
    parameters: rows.reduce((sum, row) => sum + row.parameters, 0),
    gigaMacs: rows.reduce((sum, row) => sum + row.macs, 0) / 1e9,
  };
}

describe("parameters and MACs", () => {
  // Parameters and MACs as torchvision's and timm's model tables give them; "original" is He et al., 2015, table 1.
  test.each([
    [{ architecture: "resnet18", variant: "b" }, 11_689_512, 1.81],
    [{ architecture: "resnet34", variant: "b" }, 21_797_672, 3.66],
    [{ architecture: "resnet50", variant: "original" }, 25_557_032, 3.86],
    [{ architecture: "resnet50", variant: "b" }, 25_557_032, 4.09],
    [{ architecture: "resnet50", variant: "c" }, 25_576_264, 4.33],
    [{ architecture: "resnet50", variant: "d" }, 25_576_264, 4.33],
    [{ architecture: "resnet101", variant: "b" }, 44_549_160, 7.8],
    [{ architecture: "resnet152", variant: "b" }, 60_192_808, 11.51],
  ] as const)("%o", (model, parameters, gigaMacs) => {
    const total = totals(model);
    expect(total.parameters).toBe(parameters);
    expect(total.gigaMacs).toBeCloseTo(gigaMacs, 1);
  });

  // He et al., 2015, table 6 (0.27, 0.46, 0.66, 0.85 and 1.7 M, without projections), plus 2,560 weights and 192 γ and β
  // of the two projections.
  test.each([
    ["resnet20", 269_722 + 2_752],
    ["resnet32", 464_154 + 2_752],
    ["resnet44", 658_586 + 2_752],
    ["resnet56", 853_018 + 2_752],
    ["resnet110", 1_727_962 + 2_752],
  ] as const)("%s for 10 classes", (architecture, parameters) => {
    expect(totals({ architecture }, { classes: 10, size: 32 }).parameters).toBe(parameters);
  });

  test("every architecture and variant has as many values in its state dict as the rows have parameters", () => {
    for (const architecture of architectures) {
      for (const variant of variants) {
        const trainable = stateEntries(networkOf({ architecture, variant })).filter((entry) => entry.trainable);
        const values = trainable.reduce((sum, entry) => sum + elementCount(entry.shape), 0);
        expect(values, `${architecture} ${variant}`).toBe(totals({ architecture, variant }).parameters);
      }
    }
  });
});

describe("layer rows of ResNet-50", () => {
  const rows = (variant: "original" | "b" | "c" | "d", fan: "channels" | "receptive" = "channels", size = 224) =>
    new Map(layerRows(networkOf({ architecture: "resnet50", variant }), size, fan).map((row) => [row.name, row]));

  test("shapes, parameters and MACs, worked by hand", () => {
    const original = rows("original");
    expect(original.get("conv1")).toMatchObject({
      outputShape: [112, 112, 64],
      parameters: 7 * 7 * 3 * 64,
      macs: 7 * 7 * 3 * 64 * 112 * 112,
    });
    expect(original.get("maxpool")?.outputShape).toEqual([56, 56, 64]);
    expect(original.get("layer4.2.bn3")?.outputShape).toEqual([7, 7, 2048]);
    expect(original.get("avgpool")?.outputShape).toEqual([1, 1, 2048]);
    expect(original.get("fc")).toMatchObject({ outputShape: [1, 1, 1000], parameters: 2_049_000, macs: 2_048_000 });
  });

  test("the Xavier bound counts channels, or channels times the kernel's area", () => {
    expect(rows("b").get("conv1")?.xavierBound).toBe(Math.sqrt(6 / 67));
    expect(rows("b", "receptive").get("conv1")?.xavierBound).toBe(Math.sqrt(6 / (67 * 49)));
    expect(rows("b").get("fc")?.xavierBound).toBe(Math.sqrt(6 / 3048));
    expect(rows("b", "receptive").get("fc")?.xavierBound).toBe(Math.sqrt(6 / 3048));
    expect(rows("b").get("bn1")?.xavierBound).toBeNull();
  });

  test("the original halves the size in the first 1×1 of a block, b in its 3×3", () => {
    expect(rows("original").get("layer2.0.conv1")?.outputShape).toEqual([28, 28, 128]);
    expect(rows("b").get("layer2.0.conv1")?.outputShape).toEqual([56, 56, 128]);
    expect(rows("b").get("layer2.0.conv2")?.outputShape).toEqual([28, 28, 128]);
  });

  test("c has three 3×3 in the stem, named as timm's; d pools before the projection where the size changes", () => {
    const stem = [...rows("c").keys()].slice(0, 7);
    expect(stem).toEqual(["conv1.0", "conv1.1", "conv1.3", "conv1.4", "conv1.6", "bn1", "maxpool"]);
    expect(rows("c").get("conv1.0")?.outputShape).toEqual([112, 112, 32]);
    expect(rows("c").has("layer2.0.downsample.0")).toBe(true);
    expect(rows("d").get("layer2.0.downsample.0")).toMatchObject({ kind: "averagePool", outputShape: [28, 28, 256] });
    expect(rows("d").get("layer2.0.downsample.1")?.outputShape).toEqual([28, 28, 512]);
    expect(rows("d").has("layer1.0.downsample.0")).toBe(false);
    expect(rows("d").has("layer1.0.downsample.1")).toBe(true);
  });

  test.each([32, 33, 63, 97, 225])("body and shortcut of d agree on %i pixels", (size) => {
    const shapes = rows("d", "channels", size);
    for (const stage of [2, 3, 4]) {
      const body = shapes.get(`layer${stage}.0.bn3`)?.outputShape;
      expect(shapes.get(`layer${stage}.0.downsample.2`)?.outputShape).toEqual(body);
    }
  });
});

test.each(["resnet18", "resnet50", "resnet20"] as const)(
  "zeroGamma marks the last norm of every block of %s",
  (architecture) => {
    const network = networkOf({ architecture, zeroGamma: true });
    const blocks = network.layers.filter((layer) => layer.kind === "residual");
    const marked = [...leafLayers(network.layers)].filter((layer) => layer.kind === "batchNorm" && layer.zeroGamma);
    expect(marked.map((layer) => layer.name)).toEqual(blocks.map((block) => block.body.at(-1)?.name));
    expect(marked).toHaveLength(blocks.length);
    expect(
      [...leafLayers(networkOf({ architecture }).layers)].some(
        (layer) => layer.kind === "batchNorm" && layer.zeroGamma,
      ),
    ).toBe(false);
  },
);

test("on basic blocks original and b are the same net", () => {
  for (const architecture of ["resnet18", "resnet20"] as const) {
    expect(networkOf({ architecture, variant: "b" })).toEqual(networkOf({ architecture, variant: "original" }));
  }
});
