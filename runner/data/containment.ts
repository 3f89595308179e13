import { sep } from "node:path";

/** Whether `path` is `root` or lies in it. Both are real paths: absolute, without links or dots. */
export function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}
