import { compileFusedPipeline, type PreparedImage } from "../../augment/fused/pipeline.ts";
import type { Size } from "../../augment/operation.ts";
import type { ImageSource } from "../../data/dataset.ts";
import { decodePart } from "../../data/decode-part.ts";
import type { Contender } from "../rounds.ts";
import { benchDecodeOptions, sixSteps, sixStepsSize } from "./six-steps.ts";

/** What a worker does, on this thread: read, decode and augment into shared memory, other numbers in every round. */
export function oneThread(name: string, sources: readonly ImageSource[]): Contender {
  const pipeline = compileFusedPipeline(sixSteps);
  // As many outputs as a batch has, so that they do not stay in a cache.
  const outputs = Array.from(
    { length: Math.min(32, sources.length) },
    () => new Float32Array(new SharedArrayBuffer(sixStepsSize ** 2 * 3 * Float32Array.BYTES_PER_ELEMENT)),
  );
  let epoch = 0;
  return {
    name,
    async round() {
      const started = performance.now();
      for (const [index, source] of sources.entries()) {
        let prepared: PreparedImage | undefined;
        const prepare = (size: Size) => {
          prepared = pipeline.prepare(size, { seed: 0, epoch, index });
          return prepared;
        };
        const request = { allocate: pipeline.allocate, need: (size: Size) => prepare(size).need };
        const part = await decodePart(source, benchDecodeOptions, request);
        (prepared ?? prepare(part.whole)).apply(part, outputs[index % outputs.length]!);
      }
      epoch++;
      return (performance.now() - started) / 1000;
    },
    close: () => Promise.resolve(),
  };
}
