import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { buildNetwork } from "../../../shared/models/index.ts";
import { activationCount, layerRows } from "../../../shared/models/layer-rows.ts";
import { stateEntries } from "../../../shared/models/state-entries.ts";
import { findPython, runPython } from "../../support/python.ts";
import { recipeOf } from "../../support/recipes.ts";

const architectures = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"] as const;
const inputSize = 224;

interface Description {
  state: [string, number[]][];
  /** Channels, height, width; of the classifier, features. */
  outputs: Record<string, number[]>;
  macs: number;
  saved: number;
}

const found = findPython(["torch", "torchvision"]);
const title = "missing" in found ? `networks against torchvision: ${found.missing}` : "networks against torchvision";

describe.skipIf("missing" in found)(title, () => {
  let theirs: Record<string, Description>;

  beforeAll(() => {
    if ("missing" in found) return;
    const script = fileURLToPath(new URL("networks.py", import.meta.url));
    theirs = JSON.parse(runPython(found.python, script, architectures));
  });

  describe.each(architectures)("%s", (architecture) => {
    // torchvision's bottleneck nets have the stride on the 3×3.
    const network = buildNetwork(recipeOf({ model: { architecture, variant: "b" } }).model, { classes: 1000 });
    const rows = layerRows(network, inputSize, "channels");

    test("the state dict has the same names, shapes and order", () => {
      const entries = stateEntries(network).map((entry) => [entry.name, entry.shape]);
      expect(entries).toEqual(theirs[architecture]!.state);
    });

    test("every layer puts out the same shape, and the MACs agree", () => {
      const { outputs, macs } = theirs[architecture]!;
      const ours = Object.fromEntries(
        rows.map(({ name, kind, outputShape: [height, width, channels] }) => [
          name,
          kind === "dense" ? [channels] : [channels, height, width],
        ]),
      );
      expect(ours).toEqual(outputs);
      expect(rows.reduce((sum, row) => sum + row.macs, 0)).toBe(macs);
    });

    test("the estimate of activations covers what PyTorch keeps for the backward pass, and at most 8 % more", () => {
      const ratio = activationCount(rows, inputSize) / theirs[architecture]!.saved;
      expect(ratio).toBeGreaterThan(0.99);
      expect(ratio).toBeLessThan(1.08);
    });
  });
});
