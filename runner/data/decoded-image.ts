/** What every decoder gives: 8-bit interleaved RGB, upright, flattened, in sRGB. */
export interface DecodedImage {
  width: number;
  height: number;
  /** width · height · 3 bytes. */
  data: Uint8Array;
}

/** An image that cannot be used. The loader quarantines it: named in the journal, counted, skipped. */
export class BrokenImageError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "BrokenImageError";
  }
}
