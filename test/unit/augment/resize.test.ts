import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PixelImage } from "../../../runner/augment/operation.ts";
import { cropResize } from "../../../runner/augment/resize.ts";

/** One row of greys. */
const row = (...values: number[]): PixelImage => ({
  width: values.length,
  height: 1,
  data: Uint8Array.from(values.flatMap((value) => [value, value, value])),
});
const whole = ({ width, height }: PixelImage) => ({ left: 0, top: 0, width, height });
const greys = (image: PixelImage) => Array.from(image.data).filter((_, position) => position % 3 === 0);

describe("cropResize", () => {
  test("enlarging 2 pixels to 4 interpolates between their centres and repeats the ends", () => {
    const image = row(0, 100);
    expect(greys(cropResize(image, whole(image), { width: 4, height: 1 }))).toEqual([0, 25, 75, 100]);
  });

  test("shrinking 4 pixels to 2 weighs with a triangle two pixels wide to each side", () => {
    // Centre 1: pixel centres 0.5, 1.5, 2.5 have weights 3/4, 3/4, 1/4, and 7/4 in all. The other end mirrors it.
    const image = row(70, 0, 0, 7);
    const [left, right] = greys(cropResize(image, whole(image), { width: 2, height: 1 }));
    expect(left).toBeCloseTo((70 * 3) / 7, 4);
    expect(right).toBeCloseTo((7 * 3) / 7, 4);
  });

  test("the same size changes nothing, and keeps the channels apart", () => {
    const image = { width: 2, height: 2, data: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) };
    expect([...cropResize(image, whole(image), image).data]).toEqual([...image.data]);
  });

  test("rows and columns are treated alike", () => {
    const data = Uint8Array.from({ length: 5 * 7 * 3 }, (_, position) => (position * 37) % 256);
    const turned = new Uint8Array(data.length);
    for (let y = 0; y < 7; y++) {
      for (let x = 0; x < 5; x++) turned.set(data.subarray((y * 5 + x) * 3, (y * 5 + x + 1) * 3), (x * 7 + y) * 3);
    }
    const straight = cropResize(
      { width: 5, height: 7, data },
      { left: 1, top: 2, width: 4, height: 5 },
      { width: 3, height: 8 },
    );
    const across = cropResize(
      { width: 7, height: 5, data: turned },
      { left: 2, top: 1, width: 5, height: 4 },
      { width: 8, height: 3 },
    );
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 3; x++) expect(across.data[(x * 8 + y) * 3]).toBeCloseTo(straight.data[(y * 3 + x) * 3]!, 3);
    }
  });

  test("nothing outside of the box is read, and a constant stays constant", () => {
    const length = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        length,
        length,
        length,
        length,
        fc.nat(5),
        fc.nat(5),
        (width, height, toWidth, toHeight, left, top) => {
          const imageWidth = width + left + 3;
          const data = new Float32Array(imageWidth * (height + top + 3) * 3).fill(Number.NaN);
          for (let y = top; y < top + height; y++) {
            data.fill(200, (y * imageWidth + left) * 3, (y * imageWidth + left + width) * 3);
          }
          const image = { width: imageWidth, height: height + top + 3, data };
          const result = cropResize(image, { left, top, width, height }, { width: toWidth, height: toHeight });
          expect(result.data.length).toBe(toWidth * toHeight * 3);
          for (const value of result.data) expect(Math.abs(value - 200)).toBeLessThan(1e-3);
        },
      ),
    );
  });
});
