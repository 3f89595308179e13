/**
 * Tells the owner of a thread whether the thread is inside of a native module.
 *
 * To terminate a thread there takes the whole process along: the module comes back from its work, its next call into
 * JavaScript is refused because the thread is to end, node-addon-api makes a C++ exception of that, and nobody catches it
 * ("terminate called after throwing an instance of 'Napi::Error'"). So every call of a native module in a thread that may be
 * given up goes through `native`, and the owner terminates only a thread that is outside. One that is given up inside
 * leaves by itself when it comes out.
 */
export const outside = 0;
export const inside = 1;
export const givenUp = 2;

/** Starts as inside: loading native modules is native work. */
export function createGate(): Int32Array<SharedArrayBuffer> {
  const gate = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  gate[0] = inside;
  return gate;
}

let gate: Int32Array | undefined;

/** Called by a thread that has started, with the gate that its owner gave it. Other threads have none and need none. */
export function openGate(ofThisThread: Int32Array): void {
  gate = ofThisThread;
  pass(inside, outside);
}

/** Runs `work`, which calls a native module. Not to be nested, nor to be called again before it has settled. */
export async function native<T>(work: () => T | Promise<T>): Promise<T> {
  pass(outside, inside);
  try {
    return await work();
  } finally {
    pass(inside, outside);
  }
}

function pass(from: number, to: number): void {
  if (gate !== undefined && Atomics.compareExchange(gate, 0, from, to) === givenUp) process.exit();
}
