/** The golden ratio less one: its multiples spread evenly, wherever they begin. */
const golden = 0.618_033_988_749_895;

/** Positions of `count` images of `images`, spread over the whole data set; another `turn` gives others. */
export function spreadPositions(images: number, count: number, turn: number): number[] {
  const positions = Array.from({ length: Math.min(count, images) }, (_, i) =>
    Math.floor((((turn * count + i + 1) * golden) % 1) * images),
  );
  // In a small data set two may fall together: each stands once.
  return [...new Set(positions)];
}
