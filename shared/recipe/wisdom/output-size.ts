import { isSmallNet, outputSize, pipelineNames } from "./input-size.ts";
import type { Finding, Rule } from "./rule.ts";

/** A batch needs images of one size, and the network is planned for one. */
export const staticOutputSize: Rule = {
  findings: {
    "output-size-unknown": "A pipeline gives images of different sizes.",
    "output-size-differs": "Training and validation images come out at different sizes.",
  },
  check: ({ augmentation, data, model }) => {
    const sizes = {
      train: outputSize(augmentation.train, data.format),
      validation: outputSize(augmentation.validation, data.format),
    };
    const common = { severity: "error" as const, citation: "§2.1 of the paper" };
    const unknown = pipelineNames.filter((name) => sizes[name] === null);
    if (unknown.length > 0)
      return unknown.map((name): Finding => {
        const size = sizes.train ?? sizes.validation ?? (isSmallNet(model.architecture) ? 32 : 224);
        const pipeline: readonly { op: string }[] = augmentation[name];
        const end = pipeline.findIndex(({ op }) => op === "normalize");
        const at = end < 0 ? pipeline.length : end;
        const path = ["augmentation", name];
        const op = pipeline.some((step) => step.op === "resizeShorterEdge") ? "centerCrop" : "resize";
        const message = `the ${name} pipeline gives images of different sizes, and a batch needs one size; end it with a crop or a resize to a square, such as {"op": "${op}", "size": ${size}}`;
        const edits = [{ path, value: pipeline.toSpliced(at, 0, { op, size } as { op: string }) }];
        return {
          ...common,
          code: "output-size-unknown",
          path,
          message,
          fix: { title: `Add "${op}" to ${size}`, edits },
        };
      });
    if (sizes.train === sizes.validation) return [];
    const { validation } = augmentation;
    const last = validation.findLastIndex(({ op }) => op !== "normalize");
    const operation = validation[last];
    const path = ["augmentation", "validation"];
    const message = `training images come out at ${sizes.train} pixels and validation images at ${sizes.validation}; the network is planned for one size, so make them the same`;
    const finding = { ...common, code: "output-size-differs", path: last < 0 ? path : [...path, last], message };
    if (operation?.op !== "centerCrop" && operation?.op !== "resize") return [finding];
    const edits = [{ path: [...path, last, "size"], value: sizes.train }];
    return [{ ...finding, fix: { title: `Validate at ${sizes.train} pixels`, edits } }];
  },
};
