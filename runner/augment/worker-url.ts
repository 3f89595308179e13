import { existsSync } from "node:fs";

/**
 * Where the built worker lies as seen from this code: beside it in dist/, above it in dist/chunks/, or in dist/ where
 * the TypeScript sources run.
 */
export function augmentWorkerUrl(): URL {
  const candidates = ["./augment-worker.mjs", "../augment-worker.mjs", "../../dist/augment-worker.mjs"];
  for (const candidate of candidates) {
    const url = new URL(candidate, import.meta.url);
    if (existsSync(url)) return url;
  }
  throw new Error(`no augment-worker.mjs near ${import.meta.url}: npm run build makes it`);
}
