import type { Layout } from "../augment/fused/layout.ts";

/** What every decoder gives: 8-bit interleaved RGB, upright, flattened, in sRGB. */
export interface DecodedImage {
  width: number;
  height: number;
  /** width · height · 3 bytes. */
  data: Uint8Array;
  /**
   * Where the pixels lie in a WebAssembly memory: who works on them may use what follows the layout, and let the memory
   * grow (which empties `data`, but leaves the pixels where they are).
   */
  room?: { memory: WebAssembly.Memory; layout: Layout };
}

/** An image that cannot be used. The loader quarantines it: named in the journal, counted, skipped. */
export class BrokenImageError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "BrokenImageError";
  }
}
