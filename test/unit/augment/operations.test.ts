import { describe, expect, test } from "vitest";
import type { Operation, PixelImage, Size } from "../../../runner/augment/operation.ts";
import { type DrawnOf, operations } from "../../../runner/augment/operations/index.ts";
import type { OperationName, OptionsOf } from "../../../shared/augmentations/index.ts";
import { createStream } from "../../../shared/random.ts";
import { operation } from "../../support/operations.ts";

/** Applies an operation to pixels with given decisions. */
function apply<Name extends OperationName>(
  name: Name,
  options: Partial<OptionsOf<Name>>,
  drawn: DrawnOf<Name>,
  image: PixelImage,
): number[] {
  const { apply } = operations[name] as unknown as Operation<Name, DrawnOf<Name>>;
  return [...apply(operation(name, options), drawn, image).data];
}

const pixel = (...data: number[]): PixelImage => ({ width: data.length / 3, height: 1, data: Float32Array.from(data) });
const expectClose = (actual: number[], expected: number[], tolerance = 1e-3) => {
  expect(actual.length).toBe(expected.length);
  for (const [position, value] of actual.entries())
    expect(Math.abs(value - expected[position]!)).toBeLessThan(tolerance);
};

/** Numbers the pixels of an image from 1, the same in every channel. */
function numbered(width: number, height: number): PixelImage {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => 1 + Math.floor(i / 3)) };
}
const firstChannel = (values: number[]) => values.filter((_, position) => position % 3 === 0);

describe("horizontalFlip", () => {
  test("mirrors every row and keeps the order of the channels", () => {
    const image = { width: 3, height: 2, data: Uint8Array.from({ length: 18 }, (_, i) => i) };
    const mirrored = [6, 7, 8, 3, 4, 5, 0, 1, 2, 15, 16, 17, 12, 13, 14, 9, 10, 11];
    expect(apply("horizontalFlip", {}, { flip: true }, image)).toEqual(mirrored);
    expect(apply("horizontalFlip", {}, { flip: false }, image)).toEqual([...image.data]);
  });

  test("never writes to the decoder's bytes", () => {
    const image = numbered(2, 1);
    apply("horizontalFlip", {}, { flip: true }, image);
    expect([...image.data]).toEqual([1, 1, 1, 2, 2, 2]);
  });
});

describe("colorScale", () => {
  const one = { hue: 1, saturation: 1, brightness: 1 };

  test("coefficients of 1 change nothing", () => {
    expectClose(apply("colorScale", {}, one, pixel(200, 100, 50)), [200, 100, 50]);
    expectClose(apply("colorScale", { hueMode: "hsv" }, one, pixel(200, 100, 50, 7, 7, 7)), [200, 100, 50, 7, 7, 7]);
  });

  test("brightness multiplies, and nothing is cut off", () => {
    expectClose(apply("colorScale", {}, { ...one, brightness: 1.4 }, pixel(200, 100, 50)), [280, 140, 70]);
  });

  test("saturation blends with the luma", () => {
    // Luma of (200, 100, 50): 59.8 + 58.7 + 5.7 = 124.2; v·1.4 − 0.4·luma.
    expectClose(apply("colorScale", {}, { ...one, saturation: 1.4 }, pixel(200, 100, 50)), [230.32, 90.32, 20.32]);
    expectClose(apply("colorScale", {}, { ...one, saturation: 0 }, pixel(200, 100, 50)), [124.2, 124.2, 124.2]);
  });

  test("a hue rotated by 180° in YIQ keeps the luma and turns the chroma round", () => {
    // I and Q change their sign: v becomes 2·luma − v.
    expectClose(apply("colorScale", {}, { ...one, hue: 2 }, pixel(200, 100, 50)), [48.4, 148.4, 198.4]);
  });

  test("a hue rotated by 90° in YIQ", () => {
    // (255, 0, 0): Y 76.245, I 151.9545, Q 53.9325. I' = −Q, Q' = I, and back with the textbooks' inverse, rounded to three digits.
    const red = 76.245 + 0.956 * -53.9325 + 0.619 * 151.9545;
    const green = 76.245 - 0.272 * -53.9325 - 0.647 * 151.9545;
    const blue = 76.245 - 1.106 * -53.9325 + 1.703 * 151.9545;
    expectClose(apply("colorScale", {}, { ...one, hue: 1.5 }, pixel(255, 0, 0)), [red, green, blue], 0.3);
  });

  test("greys have no hue", () => {
    for (const hueMode of ["yiq", "hsv"] as const) {
      expectClose(apply("colorScale", { hueMode }, { ...one, hue: 1.37 }, pixel(90, 90, 90)), [90, 90, 90]);
    }
  });

  test.each([
    // Hue 120° · 0.5 = 60°: green becomes yellow.
    [0.5, [0, 200, 0], [200, 200, 0]],
    // Hue 240° · 1.25 = 300°: blue becomes magenta.
    [1.25, [10, 10, 110], [110, 10, 110]],
    // Hue 300° · 1.4 = 420° = 60°.
    [1.4, [255, 0, 255], [255, 255, 0]],
    // Hue 30° · 0.6 = 18°: 3/10 of the way from red to yellow.
    [0.6, [200, 100, 0], [200, 60, 0]],
    // Red has hue 0, which any factor leaves alone.
    [1.3, [255, 0, 0], [255, 0, 0]],
  ])("HSV: the angle times %f turns %j into %j", (hue, from, to) => {
    expectClose(apply("colorScale", { hueMode: "hsv" }, { ...one, hue }, pixel(...from)), to);
  });

  test("clamp cuts after each scaling", () => {
    // Brightness gives (280, 140, 70), cut to (255, 140, 70): luma 166.405, then v·1.4 − 0.4·luma, cut again.
    const drawn = { hue: 1, saturation: 1.4, brightness: 1.4 };
    expectClose(apply("colorScale", { clamp: true }, drawn, pixel(200, 100, 50)), [255, 129.438, 31.438]);
  });

  test("one matrix gives what the three scalings give one after another", () => {
    const drawn = { hue: 0.71, saturation: 1.3, brightness: 0.8 };
    let image = pixel(12, 250, 99);
    for (const single of [{ brightness: 0.8 }, { saturation: 1.3 }, { hue: 0.71 }]) {
      image = pixel(...apply("colorScale", {}, { ...one, ...single }, image));
    }
    expectClose(apply("colorScale", {}, drawn, pixel(12, 250, 99)), [...image.data]);
  });
});

test("pcaNoise adds E·(α∘λ)", () => {
  // α = (0.1, 0, 0): the first column of E times 5.546.
  const first = [100 - 0.5675 * 5.546, 100 - 0.5808 * 5.546, 100 - 0.5836 * 5.546];
  expectClose(apply("pcaNoise", {}, { alpha: [0.1, 0, 0] }, pixel(100, 100, 100)), first);
  const third = [0.4009 * 0.2296, -0.814 * 0.2296, 0.4203 * 0.2296];
  expectClose(apply("pcaNoise", {}, { alpha: [0, 0, 0.2] }, pixel(0, 0, 0)), third);
});

test("normalize", () => {
  const image = pixel(123.68 + 58.393, 116.779 - 57.12, 103.939);
  expectClose(apply("normalize", {}, null, image), [1, -1, 0], 1e-5);
});

test("resize makes a square", () => {
  expect(apply("resize", { size: 3 }, null, numbered(9, 6)).length).toBe(27);
});

describe("resizeShorterEdge", () => {
  test.each([
    [500, 375, 256, [341, 256]],
    [375, 500, 256, [256, 341]],
    [64, 64, 64, [64, 64]],
    [10, 30, 20, [20, 60]],
  ])("%i×%i, shorter edge %i", (width, height, size, [toWidth, toHeight]) => {
    const options = operation("resizeShorterEdge", { size });
    const image = numbered(width, height);
    expect(operations.resizeShorterEdge.outputSize(options, image)).toEqual({ width: toWidth, height: toHeight });
    expect(operations.resizeShorterEdge.apply(options, null, image)).toMatchObject({
      width: toWidth,
      height: toHeight,
    });
  });
});

describe("centerCrop", () => {
  test("cuts the middle", () => {
    const middle = firstChannel(apply("centerCrop", { size: 2 }, null, numbered(4, 4)));
    expect(middle).toEqual([6, 7, 10, 11]);
  });

  test("an odd margin is halved to the even neighbour, as torchvision does", () => {
    // (4 − 1)/2 = 1.5 starts at 2; (6 − 1)/2 = 2.5 starts at 2.
    expect(firstChannel(apply("centerCrop", { size: 1 }, null, numbered(4, 1)))).toEqual([3]);
    expect(firstChannel(apply("centerCrop", { size: 1 }, null, numbered(6, 1)))).toEqual([3]);
  });

  test("a smaller image is padded with black", () => {
    const padded = firstChannel(apply("centerCrop", { size: 4 }, null, numbered(1, 2)));
    expect(padded).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0]);
  });
});

describe("randomCrop", () => {
  test("pads with black where the crop leaves the image", () => {
    const corner = firstChannel(apply("randomCrop", { size: 2, padding: 1 }, { left: -1, top: -1 }, numbered(2, 2)));
    expect(corner).toEqual([0, 0, 0, 1]);
    const outside = firstChannel(apply("randomCrop", { size: 2, padding: 4 }, { left: 3, top: 0 }, numbered(2, 2)));
    expect(outside).toEqual([0, 0, 0, 0]);
  });

  test.each([
    ["a larger image", { width: 6, height: 5 }, 4, 1, [-1, 3], [-1, 2]],
    ["an image that is smaller than the crop", { width: 2, height: 4 }, 6, 1, [-3, -1], [-1, -1]],
  ])("every place of %s is drawn, and no other", (_name, size, crop, padding, leftRange, topRange) => {
    const random = createStream({ seed: 1, purpose: "augmentation" });
    const options = operation("randomCrop", { size: crop, padding });
    const drawn = Array.from({ length: 500 }, () => operations.randomCrop.draw(options, size, random));
    const range = (values: number[]) => [Math.min(...values), Math.max(...values)];
    expect(range(drawn.map(({ left }) => left))).toEqual(leftRange);
    expect(range(drawn.map(({ top }) => top))).toEqual(topRange);
  });
});

describe("cutout", () => {
  test("blanks the square", () => {
    const image = numbered(4, 4);
    const blank = firstChannel(apply("cutout", { size: 2, fill: 99 }, { x: 2, y: 2 }, image));
    expect(blank).toEqual([1, 2, 3, 4, 5, 99, 99, 8, 9, 99, 99, 12, 13, 14, 15, 16]);
  });

  test("what lies outside of the image is cut off", () => {
    const blank = firstChannel(apply("cutout", { size: 3, fill: 0 }, { x: 0, y: 3 }, numbered(4, 4)));
    expect(blank).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 11, 12, 0, 0, 15, 16]);
    expect(firstChannel(apply("cutout", { size: 9 }, { x: 3, y: 0 }, numbered(4, 4)))).toEqual(new Array(16).fill(0));
  });
});

describe("randomResizedCrop", () => {
  const draw = (size: Size, aspectRatio: [number, number], area: [number, number] = [0.08, 1]) =>
    operations.randomResizedCrop.draw(
      operation("randomResizedCrop", { aspectRatio, area }),
      size,
      createStream({ seed: 3, purpose: "augmentation" }),
    );

  test("where ten tries do not fit, the largest centred crop within the bounds is taken", () => {
    // Nearly the whole of a 100:1 image as a square never fits.
    expect(draw({ width: 1000, height: 10 }, [0.75, 4 / 3], [0.9, 1])).toEqual({
      left: 493,
      top: 0,
      width: 13,
      height: 10,
    });
    expect(draw({ width: 10, height: 1000 }, [0.75, 4 / 3], [0.9, 1])).toEqual({
      left: 0,
      top: 493,
      width: 10,
      height: 13,
    });
    expect(draw({ width: 1, height: 9 }, [3, 4], [1, 1])).toEqual({ left: 0, top: 4, width: 1, height: 1 });
  });

  test("any image has a crop inside of it", () => {
    for (let width = 1; width < 12; width++) {
      for (let height = 1; height < 12; height++) {
        const box = draw({ width, height }, [0.75, 4 / 3]);
        expect(box.width >= 1 && box.height >= 1 && box.left >= 0 && box.top >= 0).toBe(true);
        expect(box.left + box.width <= width && box.top + box.height <= height).toBe(true);
      }
    }
  });

  test("crops, then resizes", () => {
    const box = { left: 1, top: 1, width: 2, height: 2 };
    expect(firstChannel(apply("randomResizedCrop", { size: 2 }, box, numbered(4, 4)))).toEqual([6, 7, 10, 11]);
  });
});
