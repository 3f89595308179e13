/**
 * Room for the bytes of one file, in the same memory as those of the one before: valid until the next call on this
 * thread. For threads that read one file after another.
 *
 * Fresh memory for each would never be in the processor's cache, and what the garbage collector frees of it the allocator
 * gives back to the system in the midst of other threads' work: page faults, and locks that all threads share.
 */
export function fileMemory(bytes: number): Buffer {
  if (bytes > keptBytes) return Buffer.allocUnsafe(bytes);
  if (bytes > memory.length) memory = Buffer.allocUnsafeSlow(Math.min(keptBytes, 2 * bytes));
  return memory.subarray(0, bytes);
}

/** A thread that met a huge photograph once should not keep its memory. */
const keptBytes = 2 ** 24;
let memory = Buffer.allocUnsafeSlow(0);
