import type { Problem } from "../problem.ts";
import { nearestNode, type Path, type SourceNode } from "./node.ts";
import { positionAt, type Range, type Source } from "./source.ts";

type Place = Pick<Problem, "file" | "line" | "column" | "endLine" | "endColumn">;

/** File, lines and columns of a range. What lies in a preset is shown at the `extends` that asked for it. */
export function placeOf(source: Source, range: Range): Place {
  if (source.askedForBy) return placeOf(source.askedForBy.source, source.askedForBy.range);
  const start = positionAt(source, range.start);
  const end = positionAt(source, range.end);
  return { file: source.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/**
 * The place where a person looks for `path`: its value where it is written, otherwise the name of the section nearest to
 * it, otherwise the start of the recipe.
 */
export function placeOfPath(root: SourceNode, path: Path): Place {
  const { node, depth } = nearestNode(root, path);
  if (depth === path.length && node.kind === "scalar") return placeOf(node.source, node.range);
  return placeOf(node.source, node.name ?? openingOf(node));
}

/** The place of a field's name; of its value where it has no name (items of a list). */
export function placeOfName(node: SourceNode): Place {
  return placeOf(node.source, node.name ?? openingOf(node));
}

/** An object or list would underline whole screens: its opening bracket stands for it. */
function openingOf(node: SourceNode): Range {
  return node.kind === "scalar" ? node.range : { start: node.range.start, end: node.range.start + 1 };
}
