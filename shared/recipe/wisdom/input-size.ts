import type { Recipe } from "../schema.ts";
import { type Architecture, smallNets } from "../sections/model.ts";

/** Whether an architecture is one of the nets for 32×32 images. */
export function isSmallNet(architecture: Architecture): boolean {
  return (smallNets as readonly Architecture[]).includes(architecture);
}

/** What is known of an image's size before anything runs: a square's side, the shorter edge, or nothing. */
export type KnownSize = { shape: "square" | "shorterEdge"; size: number } | { shape: "unknown" };

type Pipeline = Recipe["augmentation"]["train"] | Recipe["augmentation"]["validation"];

/** The size before each operation of a pipeline, and at its end. */
export function sizesAlong(pipeline: Pipeline, format: Recipe["data"]["format"]): KnownSize[] {
  // The images of CIFAR are 32×32; those of the other formats have the size that they have.
  const sizes: KnownSize[] = [format === "cifar" ? { shape: "square", size: 32 } : { shape: "unknown" }];
  for (const operation of pipeline) {
    const before = sizes.at(-1)!;
    switch (operation.op) {
      case "randomResizedCrop":
      case "randomCrop":
      case "centerCrop":
      case "resize":
        sizes.push({ shape: "square", size: operation.size });
        break;
      case "resizeShorterEdge":
        sizes.push({ shape: before.shape === "square" ? "square" : "shorterEdge", size: operation.size });
        break;
      default:
        sizes.push(before);
    }
  }
  return sizes;
}

/** Side of the square that a pipeline hands to the network, in pixels; null where it depends on the image. */
export function outputSize(pipeline: Pipeline, format: Recipe["data"]["format"]): number | null {
  const last = sizesAlong(pipeline, format).at(-1)!;
  return last.shape === "square" ? last.size : null;
}

export const pipelineNames = ["train", "validation"] as const;
