import { turboFailure } from "../data/jpeg/turbo.ts";
import type { Check } from "./check.ts";

const REINSTALL = "Run `npm ci --include=optional` in the product's folder, on the machine that will run it.";

/** sharp reads every format but JPEG, and stands in for jpeg-turbo. */
export async function checkSharp(): Promise<Check> {
  const check = { id: "sharp", title: "sharp", essential: true };
  try {
    const { default: sharp } = await import("sharp");
    const missing = (["jpeg", "png", "webp"] as const).filter((format) => !sharp.format[format].input.buffer);
    return {
      ...check,
      ok: missing.length === 0,
      found: `${sharp.versions.sharp} on libvips ${sharp.versions.vips}, ${missing.length === 0 ? "reads JPEG, PNG and WebP" : `does not read ${missing.join(", ")}`}`,
      advice: missing.length === 0 ? null : REINSTALL,
    };
  } catch (error) {
    return { ...check, ok: false, found: `does not load: ${firstLine(error)}`, advice: REINSTALL };
  }
}

export function checkJpegTurbo(): Check {
  const check = { id: "jpeg-turbo", title: "jpeg-turbo", essential: false };
  const failure = turboFailure();
  if (failure === null) return { ...check, ok: true, found: "decodes JPEG", advice: null };
  const found = `does not load, so sharp decodes JPEG at a third of the speed: ${failure}`;
  return { ...check, ok: false, found, advice: REINSTALL };
}

function firstLine(error: unknown): string {
  return (
    String((error as Error).message)
      .trim()
      .split("\n")[0] ?? ""
  );
}
