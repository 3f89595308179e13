import { paper } from "../sources.ts";
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
            message: {
              en: `a crop of ${crop.size} pixels is larger than the image that was resized to ${before.size}, so it gets black borders; the paper resizes to 256 for a crop of 224, in this ratio ${size}`,
              ko: `자를 영역이 ${crop.size} 픽셀이고 크기를 조정한 이미지가 ${before.size} 픽셀이라 가장자리가 검게 남습니다. 논문은 224 픽셀로 자르기 위해 256 픽셀로 조정하며, 같은 비율이면 ${size} 픽셀입니다.`,
            },
            citation: paper("§2.1"),
            fix: {
              title: { en: `Resize to ${size}`, ko: `${size} 픽셀로 크기 조정하기` },
              edits: [{ path, value: size }],
            },
          },
        ];
      });
    }),
};
