import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { createStream, hashName, type RandomStream } from "../../../shared/random.ts";
import type { Sample } from "./sample.ts";

const side = 32;
const perClass = { train: 120, validation: 30 };

const points = (corners: number, inner: number) =>
  Array.from({ length: corners }, (_, i) => {
    const [angle, radius] = [(2 * Math.PI * i) / corners, i % 2 === 1 ? inner : 1];
    return `${(radius * Math.sin(angle)).toFixed(3)},${(-radius * Math.cos(angle)).toFixed(3)}`;
  }).join(" ");

/** What each class draws around the origin, with a radius of 1. */
const shapes = {
  circle: '<circle r="0.9"/>',
  cross: '<path d="M-.3-1h.6v.7h.7v.6h-.7v.7h-.6v-.7h-.7v-.6h.7z"/>',
  ring: '<circle r="0.7" fill="none" stroke="currentColor" stroke-width="0.4"/>',
  square: '<rect x="-.8" y="-.8" width="1.6" height="1.6"/>',
  star: `<polygon points="${points(10, 0.4)}"/>`,
  triangle: `<polygon points="${points(3, 1)}"/>`,
};

/** One shape of random size, place, turn and colour, on a ground of another lightness. */
function drawing(shape: string, random: RandomStream): string {
  const hue = () => random.integer(360);
  const dark = random.uniform() < 0.5;
  const lightness = dark ? [22, 70] : [80, 35];
  const size = random.between(9, 14);
  const place = () => (side / 2 + random.between(-1, 1) * (side / 2 - size)).toFixed(2);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
<rect width="${side}" height="${side}" fill="hsl(${hue()},30%,${lightness[0]}%)"/>
<g transform="translate(${place()} ${place()}) rotate(${random.between(-20, 20).toFixed(1)}) scale(${size.toFixed(2)})"
 fill="hsl(${hue()},70%,${lightness[1]}%)" color="hsl(${hue()},70%,${lightness[1]}%)">${shape}</g></svg>`;
}

/** Drawn on the spot: the one sample that needs nothing to be fetched. The same pictures each time. */
export const shapesSample: Sample = {
  summary: "six shapes in random colours, sizes and places, 32-pixel PNG, drawn here: nothing to fetch",
  revision: "1",
  async make(target) {
    const classes = Object.keys(shapes);
    for (const [part, count] of Object.entries(perClass))
      for (const [name, shape] of Object.entries(shapes)) {
        const folder = join(target, part, name);
        await mkdir(folder, { recursive: true });
        for (let index = 0; index < count; index += 1) {
          const random = createStream({ seed: 0, purpose: "split", epoch: hashName(`${part}/${name}`), index });
          const png = await sharp(Buffer.from(drawing(shape, random)))
            .flatten()
            .png()
            .toBuffer();
          await writeFile(join(folder, `${String(index).padStart(3, "0")}.png`), png);
        }
      }
    return {
      format: "imagefolder",
      train: "train",
      validation: "validation",
      classes,
      images: { train: perClass.train * classes.length, validation: perClass.validation * classes.length },
      example: "train/star/000.png",
      licence: ["Drawn by Recipe Lab. CC0 1.0: use it as you like."],
    };
  },
};
