import { smallBaseline } from "../presets/small-baseline.ts";
import type { Edit } from "../problem.ts";
import { cited } from "../sources.ts";
import { changeTo } from "../suggestion.ts";
import { isSmallNet, outputSize } from "./input-size.ts";
import type { Finding, Rule } from "./rule.ts";

/** Past this side a net for 32×32 images computes a lot and sees little of the image at once. */
const largestForSmallNets = 64;
/** Below this side little is left of an image after the five halvings of a net for photographs. */
const smallestForLargeNets = 64;

/** The pipelines of 32×32 images, for recipes whose images are no larger. */
const smallPipelines: Edit[] = [
  { path: ["augmentation", "train"], value: smallBaseline.augmentation?.train },
  { path: ["augmentation", "validation"], value: smallBaseline.augmentation?.validation },
];

/** A network and images that were not made for each other: 224 pixels with 32×32 nets or images, and the reverse. */
export const inputSizeUnsuited: Rule = {
  findings: {
    "input-too-large-for-network": "A net for 32×32 images gets much larger ones.",
    "input-too-small-for-network": "A net for photographs gets images of which it leaves a pixel or two.",
    "images-enlarged": "Images of about 32×32 pixels are enlarged to the size of photographs.",
  },
  check: ({ augmentation, data, model }) => {
    const size = outputSize(augmentation.train, data.format);
    if (size === null) return [];
    const common = {
      severity: "warning" as const,
      path: ["model", "architecture"],
      cause: ["augmentation", "train"],
      citation: cited("He et al., 2015, §4.2"),
    };
    const small = isSmallNet(model.architecture);
    const tinyImages = data.format === "cifar" || data.format === "idx";
    const slower = Math.round((size / 32) ** 2);
    const left = Math.ceil(size / 32);
    const found: Finding[] = [];
    if (small && size > largestForSmallNets)
      found.push({
        ...common,
        code: "input-too-large-for-network",
        message: {
          en: `${model.architecture} is made for images of 32×32 pixels, and the pipeline gives it ${size}×${size}: it halves them only twice, so a step takes about ${slower} times as long; choose a net such as resnet50, or make the images smaller`,
          ko: `${model.architecture} 네트워크는 32×32 픽셀 이미지용인데, 파이프라인이 ${size}×${size} 이미지를 넣습니다. 크기를 두 번만 절반으로 줄이므로 스텝마다 시간이 약 ${slower}배 걸립니다. resnet50 같은 네트워크를 고르거나 이미지를 줄이세요.`,
        },
        fix: tinyImages
          ? { title: { en: "Make the images 32×32", ko: "이미지를 32×32 픽셀로 줄이기" }, edits: smallPipelines }
          : { title: changeTo("resnet50"), edits: [{ path: ["model", "architecture"], value: "resnet50" }] },
      });
    if (!small && size < smallestForLargeNets)
      found.push({
        ...common,
        code: "input-too-small-for-network",
        message: {
          en: `${model.architecture} halves an image five times, and ${size}×${size} pixels end as ${left}×${left}; choose a net for 32×32 images such as resnet20, or make the images larger`,
          ko: `${model.architecture} 네트워크는 이미지를 다섯 번 절반으로 줄이므로 ${size}×${size} 픽셀이 ${left}×${left} 픽셀이 됩니다. resnet20처럼 32×32 이미지용 네트워크를 고르거나 이미지를 키우세요.`,
        },
        fix: {
          title: changeTo("resnet20"),
          edits: [
            { path: ["model", "architecture"], value: "resnet20" },
            ...(model.variant === "c" || model.variant === "d"
              ? [{ path: ["model", "variant"], value: "original" }]
              : []),
          ],
        },
      });
    if (!small && tinyImages && size > largestForSmallNets)
      found.push({
        ...common,
        path: ["augmentation", "train"],
        cause: ["data", "format"],
        code: "images-enlarged",
        message: {
          en: `images of the format ${data.format} are about 32×32 pixels, and the pipeline enlarges them to ${size}×${size}: that costs time and adds nothing; use a net and a pipeline for 32×32 images, such as those of "small:baseline"`,
          ko: `${data.format} 형식의 이미지는 약 32×32 픽셀인데, 파이프라인이 ${size}×${size} 픽셀로 키웁니다. 시간만 더 들고 얻는 것이 없습니다. "small:baseline" 프리셋처럼 32×32 이미지용 네트워크와 파이프라인을 쓰세요.`,
        },
        fix: {
          title: { en: "Use resnet20 at 32×32 pixels", ko: "resnet20을 32×32 픽셀로 쓰기" },
          edits: [
            { path: ["model", "architecture"], value: "resnet20" },
            { path: ["model", "variant"], value: "original" },
            ...smallPipelines,
          ],
        },
      });
    return found;
  },
};
