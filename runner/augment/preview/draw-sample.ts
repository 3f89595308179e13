import type { OperationOptions } from "../../../shared/augmentations/index.ts";
import type { PreviewStep } from "../../../shared/protocol/preview.ts";
import type { DecodedImage } from "../../data/decoded-image.ts";
import { thumbnail } from "../../data/thumbnail.ts";
import type { PixelImage } from "../operation.ts";
import { compilePipeline, type DrawKey } from "../pipeline.ts";
import { displayable } from "./displayable.ts";

/**
 * What a pipeline makes of one image, as pictures: the result, and where `steps` is true the image after each operation. The
 * numbers are those that a training draws for the key.
 * @throws BrokenImageError as the pipeline does
 */
export async function drawSample(
  image: DecodedImage,
  ops: readonly OperationOptions[],
  key: DrawKey,
  { steps: wanted, side }: { steps: boolean; side: number },
): Promise<{ result: PreviewStep["picture"] & object; steps: PreviewStep[] }> {
  const pipeline = compilePipeline(ops);
  const drawn = pipeline.draw(image, key);
  const steps: PreviewStep[] = [];
  let pixels: PixelImage = image;
  let picture = await thumbnail(image, side);
  for (const [position, step] of drawn.entries()) {
    const { op, options, output } = step;
    const out = new Float32Array(output.width * output.height * 3);
    pipeline.apply(pixels, [step], out);
    pixels = { ...output, data: out };
    if (wanted || position === drawn.length - 1) {
      const data = displayable(out, ops.slice(0, position + 1));
      picture = await thumbnail({ ...output, data }, side);
    }
    steps.push({
      op,
      options: { ...options },
      drawn: step.drawn,
      input: step.input,
      output,
      picture: wanted ? picture : null,
    });
  }
  return { result: picture, steps };
}
