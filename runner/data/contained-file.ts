import type { Stats } from "node:fs";
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { printable } from "../terminal/style.ts";
import { isInside } from "./containment.ts";
import { BrokenImageError } from "./decoded-image.ts";

/**
 * Reads a whole file that must be a regular file inside `root` (a real path) of at most `maxBytes`, or throws a
 * `BrokenImageError`. Synchronous, because worker threads call it for every image, and promises cost several times as
 * much. `allocate` gives the memory that the file is read into.
 */
export function readContainedFile(
  path: string,
  root: string,
  maxBytes: number,
  allocate: (bytes: number) => Buffer = Buffer.allocUnsafe,
): Buffer {
  const { file, size } = openContainedFile(path, root);
  try {
    if (size === 0) throw new BrokenImageError("an empty file");
    if (size > maxBytes) {
      throw new BrokenImageError(`a file of ${size} bytes, more than the ${maxBytes} that are read of one`);
    }
    const bytes = allocate(size);
    readFully(file, bytes, 0);
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** Fills `bytes` from byte `position` of an open file on, or throws a `BrokenImageError` where it ends before. */
export function readFully(file: number, bytes: Uint8Array, position: number): void {
  let filled = 0;
  while (filled < bytes.length) {
    const length = Math.min(bytes.length - filled, 1 << 30);
    const read = attempt(() => readSync(file, bytes, filled, length, position + filled));
    if (read === 0) throw new BrokenImageError("cut short while it was read");
    filled += read;
  }
}

/**
 * Opens a file that must be a regular file inside `root` (a real path), or throws a `BrokenImageError`. Everything is
 * asked of the open file, not of its path, so that a link swapped in at the wrong moment changes nothing. Opening does
 * not wait for a FIFO's writer. Who calls closes the file.
 */
export function openContainedFile(path: string, root: string): { file: number; size: number } {
  // A device may act when it is opened, so it is refused before; the same question is asked of the open file again.
  mustBeRegular(attempt(() => statSync(path)));
  const file = attempt(() =>
    openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)),
  );
  try {
    const stats = mustBeRegular(attempt(() => fstatSync(file)));
    const real = attempt(() => pathOfOpenFile(file, path, stats));
    if (!isInside(real, root)) {
      throw new BrokenImageError(`a link out of the data root: it leads to "${printable(real)}"`);
    }
    return { file, size: stats.size };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function mustBeRegular(stats: Stats): Stats {
  if (stats.isFile()) return stats;
  const kinds: [boolean, string][] = [
    [stats.isFIFO(), "a FIFO"],
    [stats.isSocket(), "a socket"],
    [stats.isDirectory(), "a folder"],
    [stats.isCharacterDevice() || stats.isBlockDevice(), "a device"],
  ];
  const kind = kinds.find(([is]) => is)?.[1] ?? "something else";
  throw new BrokenImageError(`not a regular file but ${kind}`);
}

/** Asked once: it does not change, and each question costs as much as a tenth of reading an image. */
const hasProc = existsSync("/proc/self/fd");

/** Linux knows where an open file lies. Elsewhere the path is resolved, and must still lead to the same file. */
function pathOfOpenFile(file: number, path: string, stats: Stats): string {
  if (hasProc) return readlinkSync(`/proc/self/fd/${file}`);
  const real = realpathSync(path);
  const there = statSync(real);
  if (there.ino !== stats.ino || there.dev !== stats.dev) throw new BrokenImageError("replaced while it was opened");
  return real;
}

function attempt<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (cause) {
    if (cause instanceof BrokenImageError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    const told: Record<string, string> = {
      ENOENT: "missing, or a link to nothing",
      EACCES: "not readable by this user",
      EPERM: "not readable by this user",
      ELOOP: "a link that leads in a circle",
      EIO: "unreadable: the disk reports an error",
    };
    throw new BrokenImageError(told[code] ?? `unreadable: the system answers ${code}`, { cause });
  }
}
