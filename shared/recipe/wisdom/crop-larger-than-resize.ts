import { pipelineNames, sizesAlong } from "./input-size.ts";
import type { Finding, Rule } from "./rule.ts";

/** The paper resizes to 256 before it cuts 224: the same ratio is proposed for other crops. */
const margin = 256 / 224;

export const cropLargerThanResize: Rule = {
  findings: {
    "crop-larger-than-resize": "A crop is larger than the image that it is cut from, and gets black borders.",
  },
  check: ({ augmentation, data }) =>
    pipelineNames.flatMap((name) => {
      const pipeline = augmentation[name];
      const sizes = sizesAlong(pipeline, data.format);
      return pipeline.flatMap((crop, index): Finding[] => {
        const before = sizes[index]!;
        const resizedAt = pipeline.findLastIndex(
          ({ op }, i) => i < index && (op === "resize" || op === "resizeShorterEdge"),
        );
        if ((crop.op !== "centerCrop" && crop.op !== "randomCrop") || before.shape === "unknown" || resizedAt < 0)
          return [];
        const available = before.size + (crop.op === "randomCrop" ? 2 * crop.padding : 0);
        if (crop.size <= available) return [];
        const size = Math.round(crop.size * margin);
        const path = ["augmentation", name, resizedAt, "size"];
        return [
          {
            code: "crop-larger-than-resize",
            severity: "warning",
            path,
            message: `a crop of ${crop.size} pixels is larger than the image that was resized to ${before.size}, so it gets black borders; the paper resizes to 256 for a crop of 224, in this ratio ${size}`,
            citation: "§2.1 of the paper",
            fix: { title: `Resize to ${size}`, edits: [{ path, value: size }] },
          },
        ];
      });
    }),
};
