import type { KernelMemory } from "./webassembly.ts";

/**
 * Runs `start`, which instantiates tfjs-backend-wasm, and catches the memory that its module exports. The package hands
 * out its heap as typed arrays only, and a module that computes in that heap has to import the memory itself.
 */
export async function captureMemory(start: () => Promise<unknown>): Promise<KernelMemory> {
  const original = WebAssembly.instantiate;
  let memory: KernelMemory | undefined;
  WebAssembly.instantiate = async (bytes, imports) => {
    const result = await original(bytes, imports);
    for (const value of Object.values(result.instance.exports)) {
      if (value instanceof WebAssembly.Memory) memory = value;
    }
    return result;
  };
  try {
    await start();
  } finally {
    WebAssembly.instantiate = original;
  }
  if (memory === undefined) throw new Error("tfjs-backend-wasm instantiated no module with a memory of its own");
  return memory;
}
