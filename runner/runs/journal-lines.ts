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

/**
 * The whole lines of a file from byte `from` on, a chunk at a time, so that memory does not grow with the file. What
 * follows the last line feed is left out. A missing file has no lines.
 * @param from where a line begins
 * @param to no line that begins at this byte or after it
 */
export async function* readLines(path: string, from: number, to = Number.POSITIVE_INFINITY): AsyncGenerator<Line[]> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  try {
    let offset = from;
    let size = chunkBytes;
    while (offset < to) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, offset);
      const lines = linesOf(buffer.subarray(0, bytesRead), offset).filter((line) => line.offset < to);
      const end = lines.at(-1)?.next;
      if (end !== undefined) {
        yield lines;
        offset = end;
        size = chunkBytes;
      } else if (bytesRead < size) return;
      else size *= 2; // a line longer than the chunk
    }
  } finally {
    await file.close();
  }
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
