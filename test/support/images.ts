import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { createStream } from "../../shared/random.ts";

/** What a class looks like: its name decides the shape and the colour, which a network of twenty layers can learn. */
const looks = {
  circle: { color: [220, 60, 50], inside: (x: number, y: number) => x * x + y * y < 0.5 },
  cross: { color: [60, 190, 70], inside: (x: number, y: number) => Math.abs(x) < 0.25 || Math.abs(y) < 0.25 },
  square: { color: [60, 90, 220], inside: (x: number, y: number) => Math.max(Math.abs(x), Math.abs(y)) < 0.6 },
} as const;
type ClassName = keyof typeof looks;
export const classNames = Object.keys(looks) as ClassName[];

/** A drawing on noise: interleaved RGB. The same (name, index, size) give the same picture. */
export function drawing(name: ClassName, index: number, size: number): Buffer {
  const { color, inside } = looks[name];
  const random = createStream({ seed: 11, purpose: "split", epoch: classNames.indexOf(name), index });
  const [centerX, centerY, scale] = [random.between(-0.2, 0.2), random.between(-0.2, 0.2), random.between(0.8, 1.3)];
  const pixels = Buffer.alloc(size * size * 3);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const x = ((pixel % size) / size) * 2 - 1 - centerX;
    const y = (Math.floor(pixel / size) / size) * 2 - 1 - centerY;
    const drawn = inside(x / scale, y / scale);
    for (let channel = 0; channel < 3; channel++) {
      const base = drawn ? color[channel]! : 120;
      pixels[pixel * 3 + channel] = Math.max(0, Math.min(255, base + 40 * (random.uniform() - 0.5)));
    }
  }
  return pixels;
}

/**
 * Writes an image folder: `perClass` drawings of each of three classes, every third one a JPEG and the others PNGs.
 * @param first index of the first drawing, so that training and validation images differ
 */
export async function writeImageFolder(
  folder: string,
  { perClass, size = 32, first = 0 }: { perClass: number; size?: number; first?: number },
): Promise<void> {
  for (const name of classNames) {
    await mkdir(join(folder, name), { recursive: true });
    for (let index = first; index < first + perClass; index++) {
      const image = sharp(drawing(name, index, size), { raw: { width: size, height: size, channels: 3 } });
      const path = join(folder, name, `${String(index).padStart(4, "0")}.${index % 3 === 0 ? "jpg" : "png"}`);
      await (index % 3 === 0 ? image.jpeg({ quality: 95 }) : image.png()).toFile(path);
    }
  }
}
