import type { SourceNode } from "./node.ts";

/** A text that a part of a recipe comes from: a file, a preset, or the overrides of a command line. */
export interface Source {
  /** What a person calls it: the path of the file as it was given, "paper:baseline", or "--set". */
  file: string;
  /** Without a byte-order mark. */
  text: string;
  kind: "file" | "preset" | "override";
  /** Offset at which each line starts. */
  lineStarts: readonly number[];
  /** For a preset, which is no file that a person could open: the `extends` that asked for it. */
  askedForBy?: SourceNode;
}

/** A stretch of a source's text, in UTF-16 units; `end` is exclusive. */
export interface Range {
  start: number;
  end: number;
}

export function createSource(source: Omit<Source, "lineStarts">): Source {
  const text = source.text.startsWith("\uFEFF") ? source.text.slice(1) : source.text;
  // Lines end with LF, CRLF or CR, as in editors.
  const lineStarts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length)];
  return { ...source, text, lineStarts };
}

/** The 1-based line and column of an offset. */
export function positionAt({ lineStarts }: Source, offset: number): { line: number; column: number } {
  let low = 0;
  let high = lineStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lineStarts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - lineStarts[low]! + 1 };
}
