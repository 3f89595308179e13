import { type FileHandle, open } from "node:fs/promises";
import { errorCode } from "./storage-error.ts";

/** Bytes that are read at a time: the other work of the process gets its turn in between. */
const chunkBytes = 1 << 20;
const lineFeed = 10;

export interface Line {
  text: string;
  /** Where the line begins, and where the next one does. Bytes. */
  offset: number;
  next: number;
}

/** Whole lines, the last line feed included, and where in the file they begin. */
export interface Block {
  bytes: Buffer;
  offset: number;
}

/**
 * The whole lines of a file from byte `from` on, a chunk at a time, so that memory does not grow with the file. The next
 * chunk is read while the caller works on one. What follows the last line feed is left out. A missing file has no lines.
 * @param from where a line begins
 * @param to the first byte that is not looked at
 */
export async function* readBlocks(path: string, from: number, to = Number.POSITIVE_INFINITY): AsyncGenerator<Block> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  let next = readBlock(file, from, to);
  try {
    for (let block = await next; block !== null; block = await next) {
      next = readBlock(file, block.offset + block.bytes.length, to);
      next.catch(() => {}); // it is thrown when it is waited for
      yield block;
    }
  } finally {
    await next.catch(() => {}); // thrown above, or nobody wants it any more
    await file.close();
  }
}

async function readBlock(file: FileHandle, offset: number, to: number): Promise<Block | null> {
  for (let size = chunkBytes; ; size *= 2) {
    const length = Math.min(size, to - offset);
    if (length === 0) return null;
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(lineFeed) + 1;
    if (end > 0) return { bytes: buffer.subarray(0, end), offset };
    if (bytesRead < size) return null;
  } // else a line longer than the chunk
}

/** The same, cut into lines. */
export async function* readLines(path: string, from: number, to?: number): AsyncGenerator<Line[]> {
  for await (const { bytes, offset } of readBlocks(path, from, to)) yield linesOf(bytes, offset);
}

/** The line of a block that begins at `start` in it, without its line feed; `next` is where the one after it begins in it. */
export function lineAt(bytes: Buffer, start: number): { text: string; next: number } {
  const end = bytes.indexOf(lineFeed, start);
  return { text: bytes.toString("utf8", start, end), next: end + 1 };
}

function linesOf(bytes: Buffer, base: number): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
    lines.push({ text: bytes.toString("utf8", start, end), offset: base + start, next: base + end + 1 });
    start = end + 1;
  }
  return lines;
}
