/**
 * Counter-based random numbers (Philox 4x32-10, Salmon et al., 2011). A stream is a pure function of its key: the same
 * (seed, purpose, epoch, index, operation) gives the same numbers on any machine, in any order, on any number of
 * workers, and after a resume. Nothing here keeps state between streams.
 */

/** What a stream is for. Two purposes never share numbers. Append at the end: the position is part of the key. */
export const purposes = ["initialisation", "shuffle", "augmentation", "mixup", "split", "replacement"] as const;
export type Purpose = (typeof purposes)[number];

export interface StreamKey {
  /** The recipe's `training.seed` (or `data.splitSeed`), 32 bits. */
  seed: number;
  purpose: Purpose;
  /** Epoch, 0-based; or a hash of a name where there is no epoch. 32 bits. */
  epoch?: number;
  /** Index of the image in the data set. 32 bits. */
  index?: number;
  /** Position of the operation in the pipeline, 0-based; below 4096. */
  operation?: number;
}

export interface RandomStream {
  /** Uniform in [0, 1), with 32 random bits. */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform integer in [0, count). */
  integer(count: number): number;
  /** Normal with mean 0 and deviation 1 (Box–Muller). */
  normal(): number;
}

/**
 * The stream of a key. Where a part of the key is left out it counts as 0.
 * @throws RangeError where a part of the key does not fit its bits: two keys must never become one silently.
 */
export function createStream(key: StreamKey): RandomStream {
  const { epoch = 0, index = 0, operation = 0 } = key;
  const philoxKey = [uint32("seed", key.seed), purposes.indexOf(key.purpose)] as const;
  const counter: [number, number, number, number] = [
    0,
    uint32("epoch", epoch),
    uint32("index", index),
    uint32("operation", operation, 4096),
  ];
  let block: readonly number[] = [];
  let used = 4;
  let spareNormal: number | undefined;

  /** The next 32 random bits as an unsigned integer. */
  const next = (): number => {
    if (used === 4) {
      block = philox4x32(counter, philoxKey);
      counter[0] += 1;
      used = 0;
    }
    return block[used++]!;
  };
  const uniform = () => next() * 2 ** -32;

  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    integer(count) {
      if (!(Number.isInteger(count) && count >= 1 && count <= 2 ** 32)) {
        throw new RangeError(`integer() wants a count from 1 to 2^32, got ${count}`);
      }
      // The incomplete last stretch of the 32-bit range is drawn again, so that every value is equally likely.
      const limit = 2 ** 32 - (2 ** 32 % count);
      let bits = next();
      while (bits >= limit) bits = next();
      return bits % count;
    },
    normal() {
      if (spareNormal !== undefined) {
        const value = spareNormal;
        spareNormal = undefined;
        return value;
      }
      // 1 − u lies in (0, 1], where the logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spareNormal = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

/**
 * One block of Philox 4x32 with ten rounds: four 32-bit numbers from a 128-bit counter and a 64-bit key. Salmon, Moraes,
 * Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, §3.3.
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** A 32-bit key part from a name, such as a weight's "layer1.0.conv1.weight": FNV-1a over its UTF-16 code units. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let position = 0; position < name.length; position++) {
    const unit = name.charCodeAt(position);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

/** The upper 32 bits of the 64-bit product of two unsigned 32-bit numbers. No partial sum reaches 2^32. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  return aHigh * bHigh + (middle >>> 16) + ((aLow * bHigh + (middle & 0xffff)) >>> 16);
}

function uint32(part: string, value: number, limit = 2 ** 32): number {
  if (Number.isInteger(value) && value >= 0 && value < limit) return value;
  throw new RangeError(`the ${part} of a random stream's key wants an integer from 0 to ${limit - 1}, got ${value}`);
}
