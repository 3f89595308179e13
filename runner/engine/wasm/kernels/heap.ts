import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../../../errors.ts";
import type { KernelExports } from "./module.ts";
import type { KernelMemory } from "./webassembly.ts";

/**
 * tfjs-backend-wasm's heap, as the kernels use it: tensors are found in it by address and never copied, and one
 * workspace in it, which grows to the largest kernel's need, is every kernel's scratch.
 */
export class Heap {
  readonly kernels: KernelExports;
  readonly #backend: BackendWasm;
  readonly #allocator: Allocator;
  readonly #memory: KernelMemory;
  #workspace = 0;
  #workspaceBytes = 0;

  constructor(backend: BackendWasm, memory: KernelMemory, kernels: KernelExports) {
    this.#backend = backend;
    this.#allocator = backend.wasm as unknown as Allocator;
    this.#memory = memory;
    this.kernels = kernels;
    kernels.useSpare(this.#allocate(kernels.spareBytes()));
  }

  /** The address of a tensor's data. */
  address(tensor: tf.TensorInfo): number {
    return this.#backend.getMemoryOffset(tensor.dataId);
  }

  /**
   * A new tensor with undefined contents, and its address.
   * @throws UserError `out-of-memory` where the heap cannot grow any more
   */
  output(shape: number[], dtype: "float32" | "int32" = "float32"): { tensor: tf.TensorInfo; address: number } {
    const tensor = this.#backend.makeOutput(shape, dtype);
    const address = this.address(tensor);
    if (address === 0 && tf.util.sizeFromShape(shape) > 0) throw outOfMemory(tf.util.sizeFromShape(shape) * 4);
    return { tensor, address };
  }

  /** A tensor of the same data: a kernel that returns its input must give the data another reference. */
  share(tensor: tf.TensorInfo): tf.TensorInfo {
    this.#backend.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype };
  }

  /** Whether other tensors hold the same data. */
  isShared(tensor: tf.TensorInfo): boolean {
    return this.#backend.refCount(tensor.dataId) > 1;
  }

  /** Frees a tensor that a kernel made for itself. */
  free(tensor: tf.TensorInfo): void {
    this.#backend.disposeData(tensor.dataId);
  }

  /** The address of scratch memory of at least `bytes`, on a cache line, valid until the next call. */
  workspace(bytes: number): number {
    if (bytes > this.#workspaceBytes) {
      if (this.#workspaceBytes > 0) this.#allocator._free(this.#workspace);
      this.#workspaceBytes = 0;
      this.#workspace = this.#allocate(bytes + LINE_BYTES);
      this.#workspaceBytes = bytes;
    }
    return Math.ceil(this.#workspace / LINE_BYTES) * LINE_BYTES;
  }

  #allocate(bytes: number): number {
    const address = this.#allocator._malloc(bytes) >>> 0;
    if (address === 0) throw outOfMemory(bytes);
    return address;
  }

  /** Views of the heap. They are detached when it grows: take a new one after anything that may allocate. */
  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  bytes(address: number, length: number): DataView {
    return new DataView(this.#memory.buffer, address, length);
  }

  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, length);
  }
}

const LINE_BYTES = 64;

/** What the module's C library exports beside what its TypeScript interface says. */
interface Allocator {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

function outOfMemory(bytes: number): UserError {
  return new UserError(
    "out-of-memory",
    `The wasm backend's memory, which ends at 4 GiB, has no room for another ${Math.ceil(bytes / 2 ** 20)} MiB. Lower training.batchSize or the image size, or choose another backend (recipe-lab backends lists them).`,
    { exitCode: 1 },
  );
}
