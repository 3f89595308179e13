import { setFlagsFromString } from "node:v8";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { threads } from "../../../threads/started.ts";
import { compileKernels, instantiateKernels, type KernelExports } from "./module.ts";

/**
 * The build for 256 bits. WebAssembly knows vectors of 128 bits; V8 since 13.6 (Node 24) can join two that lie side by
 * side into one register of 256 where the processor has AVX2, behind a flag. The flag is set only while this module is
 * compiled, so that no other module of the process goes through a pass that V8 calls experimental.
 *
 * Flags belong to the process, and a thread that instantiates a module while they are others is left with what crashes
 * later. So the main thread compiles before there are other threads, once, and they inherit the module.
 *
 * The module is taken only where a product of matrices, computed with it on this processor, is the same to the bit as
 * with the relaxed build, and sooner there. Whatever is chosen, a run computes the same.
 */
export type WideKernels = { module: WebAssembly.Module; reason?: never } | { module?: never; reason: string };

const inherited = "recipe-lab: wide kernels";
let found: WideKernels | undefined;

/** The first call in the main thread takes some 50 ms, and comes before any thread starts. */
export function wideKernels(): WideKernels {
  found ??= isMainThread ? findFirst() : ((getEnvironmentData(inherited) as WideKernels | undefined) ?? tooLate);
  return found;
}

const tooLate: WideKernels = { reason: "other threads had started before 256 bits could be tried" };

function findFirst(): WideKernels {
  const wide = threads.haveStarted ? tooLate : find();
  setEnvironmentData(inherited, wide);
  return wide;
}

/** Versions of V8, as major.minor, whose joining the kernels' tests have passed with: Node 24 to 26. */
const provedWith = { from: 13.6, to: 14.6 };

function find(): WideKernels {
  if (process.arch !== "x64") return { reason: "V8 joins vectors to 256 bits on x64 only" };
  const version = Number.parseFloat(process.versions.v8);
  if (version < provedWith.from) return { reason: "on Node.js 24 or later it trains faster, 256 bits at a time" };
  if (version > provedWith.to) return { reason: `V8 ${version} has not been tried with 256 bits yet` };
  const module = compileWith(joining, "wide");
  const [wide, relaxed] = [productOf(module), productOf(compileWith(atOnce, "relaxed"))];
  const times = { wide: Number.POSITIVE_INFINITY, relaxed: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round++) {
    times.wide = Math.min(times.wide, wide.milliseconds());
    times.relaxed = Math.min(times.relaxed, relaxed.milliseconds());
  }
  if (!wide.result().every((bits, at) => bits === relaxed.result()[at])) {
    return { reason: `V8 ${process.versions.v8} computes something else with 256 bits: they are not used` };
  }
  if (times.wide >= times.relaxed) return { reason: "256 bits gain nothing on this processor" };
  return { module };
}

/** Everything compiled by the optimizing compiler before the module is handed out: otherwise V8 does it later, without our flags. */
const atOnce = ["--no-liftoff", "--no-wasm-lazy-compilation", "--no-wasm-inlining"];
const joining = [...atOnce, "--experimental-wasm-revectorize"];

function compileWith(flags: readonly string[], build: "wide" | "relaxed"): WebAssembly.Module {
  for (const flag of flags) setFlagsFromString(flag);
  try {
    return compileKernels(build);
  } finally {
    for (const flag of flags) {
      setFlagsFromString(flag.startsWith("--no-") ? flag.replace("--no-", "--") : flag.replace("--", "--no-"));
    }
  }
}

const ROUNDS = 15;
const [rows, columns, depth] = [240, 128, 256];

/** A product of two small matrices in memory of its own. */
function productOf(module: WebAssembly.Module) {
  const memory = new WebAssembly.Memory({ initial: 32 });
  const kernels: KernelExports = instantiateKernels(memory, module);
  let end = 0;
  const take = (bytes: number) => {
    const start = end;
    end = Math.ceil((start + bytes) / 64) * 64;
    return start;
  };
  kernels.useSpare(take(kernels.spareBytes()));
  const [a, b, c] = [take(4 * rows * depth), take(4 * depth * columns), take(4 * rows * columns)];
  const scratch = take(kernels.matrixProductScratch(rows, columns, depth));
  const factors = new Float32Array(memory.buffer, a, (c - a) / 4);
  for (let at = 0; at < factors.length; at++) factors[at] = Math.sin(at);
  return {
    milliseconds() {
      const start = performance.now();
      kernels.multiplyMatrices(a, b, c, rows, columns, depth, false, false, scratch);
      return performance.now() - start;
    },
    /** As whole numbers: equal means equal to the bit. */
    result: () => new Uint32Array(memory.buffer, c, rows * columns),
  };
}
