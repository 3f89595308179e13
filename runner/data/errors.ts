import { UserError } from "../errors.ts";
import { printable } from "../terminal/style.ts";

/** A path as a message shows it: quoted, and safe for a terminal. */
export function shown(path: string): string {
  return `"${printable(path)}"`;
}

/** A folder or file of a data set that the system refused to open. `what` is "the training images", "a class folder". */
export function unreadable(what: string, path: string, cause: unknown): UserError {
  const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
  const told: Record<string, [string, string]> = {
    ENOENT: ["there is nothing at that path", "Check the path, or bring the data to it"],
    ENOTDIR: ["it, or a part of its path, is not a folder", "Name the folder that holds the data"],
    EACCES: ["this user may not read it", "Give this user read permission"],
    EPERM: ["this user may not read it", "Give this user read permission"],
    ELOOP: ["its links lead in a circle", "Repair the link"],
    EIO: ["the disk reports a read error", "Check the disk, or the connection to the file server"],
  };
  const [came, advice] = told[code] ?? [`the system answers ${code}`, "Check the path and the disk"];
  return new UserError("data-unreadable", `${what} should be at ${shown(path)}, but ${came}. ${advice}.`, { cause });
}

/** A binary data file whose content does not fit its format. */
export function malformed(path: string, expected: string, received: string, advice: string): UserError {
  return new UserError("data-malformed", `${shown(path)}: expected ${expected}, found ${received}. ${advice}`);
}

export const damagedCopy = "The copy is damaged or incomplete: fetch the file again.";
