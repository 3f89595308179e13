/**
 * The path of `target` as written in `file`: absolute paths stay, others start at the file's folder. Both separators are
 * understood, so that the same function serves an editor on Windows and a runner on Linux.
 */
export function resolveFrom(file: string, target: string): string {
  if (isAbsolute(target)) return normalise(target);
  const folder = file.slice(0, Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
  return normalise(folder + target);
}

export function isAbsolute(path: string): boolean {
  return /^([/\\]|[a-zA-Z]:[/\\])/.test(path);
}

/** Without "." and "..", where they can be resolved, so that one file has one name. */
function normalise(path: string): string {
  const root = /^([a-zA-Z]:)?[/\\]*/.exec(path)?.[0] ?? "";
  const parts: string[] = [];
  for (const part of path.slice(root.length).split(/[/\\]/)) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || root === "") parts.push(part);
  }
  return root.replaceAll("\\", "/") + parts.join("/");
}
