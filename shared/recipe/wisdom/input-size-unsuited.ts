import { smallBaseline } from "../presets/small-baseline.ts";
import type { Edit } from "../problem.ts";
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
      citation: "He et al., 2015, §4.2",
    };
    const small = isSmallNet(model.architecture);
    const tinyImages = data.format === "cifar" || data.format === "idx";
    const found: Finding[] = [];
    if (small && size > largestForSmallNets)
      found.push({
        ...common,
        code: "input-too-large-for-network",
        message: `${model.architecture} is made for images of 32×32 pixels, and the pipeline gives it ${size}×${size}: it halves them only twice, so a step takes about ${Math.round((size / 32) ** 2)} times as long; choose a net such as resnet50, or make the images smaller`,
        fix: tinyImages
          ? { title: "Make the images 32×32", edits: smallPipelines }
          : { title: 'Change to "resnet50"', edits: [{ path: ["model", "architecture"], value: "resnet50" }] },
      });
    if (!small && size < smallestForLargeNets)
      found.push({
        ...common,
        code: "input-too-small-for-network",
        message: `${model.architecture} halves an image five times, and ${size}×${size} pixels end as ${Math.ceil(size / 32)}×${Math.ceil(size / 32)}; choose a net for 32×32 images such as resnet20, or make the images larger`,
        fix: {
          title: 'Change to "resnet20"',
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
        message: `images of the format ${data.format} are about 32×32 pixels, and the pipeline enlarges them to ${size}×${size}: that costs time and adds nothing; use a net and a pipeline for 32×32 images, such as those of "small:baseline"`,
        fix: {
          title: "Use resnet20 at 32×32 pixels",
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
