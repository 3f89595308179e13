import { createRequire } from "node:module";
import type { DataFormat } from "../../../shared/recipe/sections/data.ts";
import type { JpegHeader } from "./header.ts";

/**
 * libjpeg-turbo through a native module: three times as fast as sharp. The module has the fast, less exact DCT built in
 * (pixels differ by 1.1 grey levels on average), and decodes to plain pixels: it knows no orientation and no profiles.
 */
type Turbo = Pick<typeof import("@julusian/jpeg-turbo"), "decompressSync" | "FORMAT_RGB">;

let loaded: { turbo: Turbo } | { failure: string } | undefined;

function load(): { turbo: Turbo } | { failure: string } {
  if (loaded === undefined) {
    try {
      loaded = { turbo: createRequire(import.meta.url)("@julusian/jpeg-turbo") as Turbo };
    } catch (error) {
      const [firstLine = ""] = String((error as Error).message).split("\n");
      loaded = { failure: firstLine };
    }
  }
  return loaded;
}

/** Why the native module cannot be used on this machine; null where it can. Then sharp decodes every JPEG. */
export function turboFailure(): string | null {
  const result = load();
  return "failure" in result ? result.failure : null;
}

/** What a run says where it would use this module and cannot; null where there is nothing to say. */
export function decoderWarning({ format, decoder }: { format: DataFormat; decoder: "fast" | "exact" }): string | null {
  const usesIt = decoder === "fast" && format !== "idx" && format !== "cifar";
  const failure = usesIt ? turboFailure() : null;
  if (failure === null) return null;
  return (
    `data.decoder is "fast", but libjpeg-turbo does not load on this machine (${failure}): sharp decodes JPEG, exactly ` +
    "and at a third of the speed. `recipe-lab doctor` says how to repair it"
  );
}

/** Whether `decodeWithTurbo` gives this image as `decodeImage` defines it: upright, in sRGB, 8 bits. */
export function suitsTurbo(header: JpegHeader): boolean {
  // The module counts bytes in 32 bits with a sign.
  return isPlain(header) && header.width * header.height * 3 < 2 ** 31;
}

/** Whether the samples, decoded, are what `decodeImage` defines. */
export function isPlain({ components, precision, common, orientation, srgb }: JpegHeader): boolean {
  return common && precision === 8 && (components === 1 || components === 3) && orientation === 1 && srgb;
}

/**
 * Interleaved RGB, in memory from `allocate`. Undefined where the module is missing, and where it finds any fault in the
 * file: then sharp has to say what is wrong, or to decode it after all.
 */
export function decodeWithTurbo(
  bytes: Buffer,
  { width, height }: JpegHeader,
  allocate: (bytes: number) => Uint8Array,
): Uint8Array | undefined {
  const result = load();
  if ("failure" in result) return undefined;
  const { turbo } = result;
  const data = allocate(width * height * 3);
  try {
    const room = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const made = turbo.decompressSync(bytes, room, { format: turbo.FORMAT_RGB });
    return made.width === width && made.height === height ? data : undefined;
  } catch {
    return undefined;
  }
}
