import fc from "fast-check";
import type { KernelExports } from "../../runner/engine/wasm/kernels/module.ts";
import "../../runner/engine/wasm/kernels/webassembly.ts";

/** Every kernel on buffers of its own, of many geometries. */

/** Between -1 and 1, and another for nearly every number. */
const noise = (seed: number) => 2 * ((Math.sin(seed) * 43_758.5453) % 1) - Math.sign(Math.sin(seed));

const GUARD_BYTES = 256;
const PATTERN = 0xa5;

/** Memory whose buffers have exactly the bytes that were asked for, and guards of a known pattern around them. */
export class GuardedMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1024 });
  readonly #content: "zeros" | "noise";
  #end = 1024;
  #guards: number[] = [];

  constructor(content: "zeros" | "noise") {
    this.#content = content;
  }

  /** A buffer of `bytes`, filled, with a guard of its own on either side: taking the next one must not mend it. */
  take(bytes: number): number {
    const view = new Uint8Array(this.memory.buffer);
    const address = this.#end + GUARD_BYTES;
    const behind = address + bytes;
    this.#end = Math.ceil((behind + GUARD_BYTES) / 4) * 4;
    if (this.#end > view.length) throw new Error("the test's memory is too small");
    view.fill(PATTERN, address - GUARD_BYTES, address);
    if (this.#content === "zeros") view.fill(0, address, behind);
    else {
      const floats = new Float32Array(this.memory.buffer, address, bytes / 4);
      for (let at = 0; at < floats.length; at++) floats[at] = noise(address + at);
    }
    view.fill(PATTERN, behind, this.#end);
    for (let at = 0; at < GUARD_BYTES; at++) this.#guards.push(address - GUARD_BYTES + at, behind + at);
    return address;
  }

  floats(count: number): number {
    return this.take(4 * count);
  }

  /** How many guard bytes were overwritten since the last call. */
  damage(): number {
    const view = new Uint8Array(this.memory.buffer);
    const damaged = this.#guards.filter((address) => view[address] !== PATTERN).length;
    this.#guards = [];
    return damaged;
  }

  rewind(to: number): void {
    this.#end = to;
  }

  get end(): number {
    return this.#end;
  }
}

const geometries = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 20 }),
    width: fc.integer({ min: 1, max: 20 }),
    channels: fc.integer({ min: 1, max: 40 }),
    outChannels: fc.integer({ min: 1, max: 40 }),
    filterHeight: fc.integer({ min: 1, max: 5 }),
    filterWidth: fc.integer({ min: 1, max: 5 }),
    strideHeight: fc.integer({ min: 1, max: 3 }),
    strideWidth: fc.integer({ min: 1, max: 3 }),
    padTop: fc.integer({ min: 0, max: 2 }),
    padLeft: fc.integer({ min: 0, max: 2 }),
    padBottom: fc.integer({ min: 0, max: 2 }),
    padRight: fc.integer({ min: 0, max: 2 }),
  })
  .filter(
    (g) =>
      g.filterHeight <= g.height + g.padTop + g.padBottom &&
      g.filterWidth <= g.width + g.padLeft + g.padRight &&
      Math.max(g.padTop, g.padBottom) < g.filterHeight &&
      Math.max(g.padLeft, g.padRight) < g.filterWidth,
  )
  .map((g) => ({
    ...g,
    outHeight: Math.floor((g.height + g.padTop + g.padBottom - g.filterHeight) / g.strideHeight) + 1,
    outWidth: Math.floor((g.width + g.padLeft + g.padRight - g.filterWidth) / g.strideWidth) + 1,
  }));
export type Geometry = typeof geometries extends fc.Arbitrary<infer G> ? G : never;

/** Writes the geometry as the kernels read it, and answers its address. */
export function place(guarded: GuardedMemory, g: Geometry): number {
  const address = guarded.take(64);
  new Int32Array(guarded.memory.buffer, address, 13).set([
    g.batch,
    g.height,
    g.width,
    g.channels,
    g.outHeight,
    g.outWidth,
    g.outChannels,
    g.filterHeight,
    g.filterWidth,
    g.strideHeight,
    g.strideWidth,
    g.padTop,
    g.padLeft,
  ]);
  return address;
}

const inputCount = (g: Geometry) => g.batch * g.height * g.width * g.channels;
const outputCount = (g: Geometry) => g.batch * g.outHeight * g.outWidth * g.outChannels;
const filterCount = (g: Geometry) => g.filterHeight * g.filterWidth * g.channels * g.outChannels;

/** Runs one kernel on buffers of a geometry. */
export type Run = (kernels: KernelExports, guarded: GuardedMemory, geometry: number, g: Geometry) => void;

const direct: Run = (kernels, guarded, geometry, g) => {
  const [x, filter, y] = [
    guarded.floats(inputCount(g)),
    guarded.floats(filterCount(g)),
    guarded.floats(outputCount(g)),
  ];
  kernels.convolution(geometry, x, filter, y, guarded.take(kernels.convolutionScratch(geometry)));
  const back = guarded.take(kernels.convolutionInputGradientScratch(geometry));
  kernels.convolutionInputGradient(geometry, y, filter, x, back);
  const gradient = guarded.take(kernels.convolutionFilterGradientScratch(geometry));
  kernels.convolutionFilterGradient(geometry, x, y, filter, gradient);
};

const winograd: Run = (kernels, guarded, geometry, g) => {
  const [x, filter, y] = [
    guarded.floats(inputCount(g)),
    guarded.floats(filterCount(g)),
    guarded.floats(outputCount(g)),
  ];
  const scratch = guarded.take(kernels.winogradScratch(geometry));
  kernels.winograd(geometry, x, filter, y, false, scratch);
  kernels.winograd(geometry, x, filter, y, true, scratch);
  kernels.winogradFilterGradient(geometry, x, y, filter, scratch);
};

const depthwise: Run = (kernels, guarded, geometry, g) => {
  const filters = g.filterHeight * g.filterWidth * g.outChannels;
  const [x, filter, y] = [guarded.floats(inputCount(g)), guarded.floats(filters), guarded.floats(outputCount(g))];
  kernels.depthwise(geometry, x, filter, y, guarded.take(kernels.depthwiseScratch(geometry)));
  const gradient = guarded.take(kernels.depthwiseFilterGradientScratch(geometry));
  kernels.depthwiseFilterGradient(geometry, x, y, filter, gradient);
};

const pools: Run = (kernels, guarded, geometry, g) => {
  const [x, y] = [guarded.floats(inputCount(g)), guarded.floats(outputCount(g))];
  kernels.maxPool(geometry, x, y);
  kernels.maxPoolGradient(geometry, y, x, y, x);
  kernels.averagePool(geometry, x, y);
  kernels.averagePoolGradient(geometry, y, x);
};

const norms: Run = (kernels, guarded, _, g) => {
  const rows = g.batch * g.height * g.width;
  const [x, residual, z, dx] = [0, 1, 2, 3].map(() => guarded.floats(inputCount(g))) as [
    number,
    number,
    number,
    number,
  ];
  const [gamma, beta, mean, variance] = [0, 1, 2, 3].map(() => guarded.floats(g.channels)) as [
    number,
    number,
    number,
    number,
  ];
  const scratch = guarded.take(kernels.batchNormScratch(g.channels));
  kernels.batchNorm(x, residual, gamma, beta, z, mean, variance, rows, g.channels, 1e-5, true, scratch);
  const back = guarded.take(kernels.batchNormGradientScratch(g.channels));
  for (const dresidual of [0, residual]) {
    kernels.batchNormGradient(
      x,
      z,
      dresidual && z,
      gamma,
      beta,
      mean,
      variance,
      dx,
      gamma,
      beta,
      dresidual,
      rows,
      g.channels,
      1e-5,
      true,
      back,
    );
  }
};

const products: Run = (kernels, guarded, _, g) => {
  const [rows, columns, depth] = [g.height * g.width, g.outChannels * 9, g.channels * 10];
  const [a, b, c] = [guarded.floats(rows * depth), guarded.floats(depth * columns), guarded.floats(rows * columns)];
  const scratch = guarded.take(kernels.matrixProductScratch(rows, columns, depth));
  for (const [transposeA, transposeB] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    kernels.multiplyMatrices(a, b, c, rows, columns, depth, transposeA, transposeB, scratch);
  }
};

/** 3×3 without stride, whose channels are whole vectors. */
const plain3x3 = (g: Geometry): Geometry => ({
  ...g,
  channels: wholeVectors(g.channels),
  filterHeight: 3,
  filterWidth: 3,
  strideHeight: 1,
  strideWidth: 1,
  outHeight: Math.max(1, g.height + g.padTop + g.padBottom - 2),
  outWidth: Math.max(1, g.width + g.padLeft + g.padRight - 2),
});
const wholeVectors = (channels: number) => 4 * Math.ceil(channels / 4);

export const kernelRuns: { kernel: string; run: Run; shapes: fc.Arbitrary<Geometry> }[] = [
  { kernel: "the direct convolutions", run: direct, shapes: geometries },
  {
    kernel: "Winograd's convolutions",
    run: winograd,
    shapes: geometries.map((g) => ({ ...plain3x3(g), outChannels: wholeVectors(g.outChannels) })),
  },
  {
    kernel: "depthwise convolutions",
    run: depthwise,
    shapes: fc
      .tuple(geometries, fc.boolean())
      .map(([g, plain]) =>
        plain
          ? { ...plain3x3(g), outChannels: wholeVectors(g.channels) }
          : { ...g, outChannels: g.channels * (1 + (g.outChannels % 2)) },
      ),
  },
  { kernel: "pools", run: pools, shapes: geometries.map((g) => ({ ...g, outChannels: g.channels })) },
  { kernel: "batch norms", run: norms, shapes: geometries },
  { kernel: "matrix products", run: products, shapes: geometries },
];
