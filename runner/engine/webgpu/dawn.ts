/**
 * Dawn, Chromium's WebGPU, from the npm package `webgpu`. tfjs-backend-webgpu looks for WebGPU's names where a browser has
 * them, when it is imported: `navigator.gpu` and the globals. Throws where the optional package is not installed.
 */
export async function installWebGpu(): Promise<GPU> {
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  const global = globalThis as { navigator?: { gpu?: GPU } };
  // Node 20 has no navigator, and later ones have it without a GPU.
  if (global.navigator === undefined) Object.defineProperty(globalThis, "navigator", { value: {} });
  const navigator = global.navigator as { gpu?: GPU };
  if (navigator.gpu === undefined) Object.defineProperty(navigator, "gpu", { value: create([]) });
  return navigator.gpu as GPU;
}

/** The adapter that tfjs-backend-webgpu will ask for, and its name for people. Null where there is none. */
export async function findAdapter(
  gpu: GPU,
): Promise<{ adapter: GPUAdapter; device: string; software: boolean } | null> {
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = `${device || `${vendor} ${architecture}`} (${description})`;
  // Mesa's processor renderer, llvmpipe, does not report itself as a fallback.
  const software = isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(name);
  return { adapter, device: name, software };
}
