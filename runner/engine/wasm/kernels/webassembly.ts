/**
 * The part of the WebAssembly interface that the kernels are loaded with. Node has it, but TypeScript declares it for
 * browsers only, and DOM types do not belong in the runner.
 */
declare global {
  namespace WebAssembly {
    interface Module {
      readonly kind?: "module";
    }
    const Module: new (bytes: Uint8Array) => Module;
    interface Instance {
      readonly exports: Record<string, unknown>;
    }
    const Instance: new (module: Module, imports: Record<string, Record<string, unknown>>) => Instance;
    interface Memory {
      readonly buffer: ArrayBuffer;
      grow(pages: number): number;
    }
    const Memory: new (descriptor: { initial: number; maximum?: number }) => Memory;
    function validate(bytes: Uint8Array): boolean;
    let instantiate: (bytes: Uint8Array, imports?: object) => Promise<{ module: Module; instance: Instance }>;
  }
}
export type KernelMemory = WebAssembly.Memory;
