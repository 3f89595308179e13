// A small data set for runs that are recorded: shapes in noise, as an image folder. The same call draws the same pictures.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";

const outlines = {
  circle: '<circle cx="0" cy="0" r="9"/>',
  ring: '<circle cx="0" cy="0" r="7" fill="none" stroke-width="4"/>',
  square: '<rect x="-8" y="-8" width="16" height="16"/>',
  triangle: '<path d="M0 -10L10 8L-10 8Z"/>',
  cross: '<path d="M-10 -3H-3V-10H3V-3H10V3H3V10H-3V3H-10Z"/>',
  star: '<path d="M0 -11L3 -3L11 -3L5 2L7 10L0 5L-7 10L-5 2L-11 -3L-3 -3Z"/>',
};

/** Uniform in [0, 1); mulberry32. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Writes `perClass` drawings of each shape below `folder`; with `broken`, as many files that no decoder reads. */
export async function writeShapes(folder, { perClass, seed, broken = 0 }) {
  for (const [label, [name, outline]] of Object.entries(outlines).entries()) {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const random = randomFrom(seed * 1_000_003 + label * 1_009 + i);
      const png = await drawn(outline, random);
      const whole = label === 0 && i < broken ? png.subarray(0, 60 + 40 * i) : png;
      await writeFile(join(folder, name, `${name}-${String(i).padStart(3, "0")}.png`), whole);
    }
  }
}

function drawn(outline, random) {
  const color = `hsl(${Math.floor(random() * 360)} 65% ${40 + Math.floor(random() * 30)}%)`;
  const [x, y] = [16 + random() * 8, 16 + random() * 8];
  const turn = `translate(${x} ${y}) rotate(${random() * 50 - 25}) scale(${1 + random() * 0.4})`;
  const dots = Array.from({ length: 24 }, () => {
    const light = Math.floor(random() * 160);
    return `<circle cx="${random() * 40}" cy="${random() * 40}" r="1.2" fill="rgb(${light},${light},${light})"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#555"/>${dots.join("")}<g transform="${turn}" fill="${color}" stroke="${color}" stroke-width="0">${outline}</g></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha().png({ compressionLevel: 9 }).toBuffer();
}
