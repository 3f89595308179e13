import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { maximumTextBytes } from "../../shared/recipe/source/parse-jsonc.ts";
import { UserError } from "../errors.ts";
import { printable } from "../terminal/style.ts";

/**
 * The text of a recipe on disk. Only regular files are read (opened without blocking, so that a FIFO cannot hold the
 * caller), up to 1 MiB, as UTF-8. Throws a UserError that names the file.
 */
export function readRecipeText(path: string): string {
  const name = printable(path);
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw new UserError("recipe-unreadable", `${name}: ${reasonOf(error)}`, { cause: error });
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile())
      throw new UserError("recipe-unreadable", `${name}: expected a recipe file, received ${kindOf(status)}.`);
    // One byte more than allowed tells a text that is too large, also where a file grows while it is read.
    const buffer = Buffer.alloc(Math.min(status.size, maximumTextBytes) + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read)
      read = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (length > maximumTextBytes)
      throw new UserError(
        "recipe-too-large",
        `${name}: expected a recipe of at most 1 MiB, received ${status.size} bytes.`,
      );
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(buffer.subarray(0, length));
    } catch (error) {
      throw new UserError("recipe-unreadable", `${name}: expected UTF-8 text; save the file as UTF-8.`, {
        cause: error,
      });
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("recipe-unreadable", `${name}: ${reasonOf(error)}`, { cause: error });
  } finally {
    closeSync(descriptor);
  }
}

function kindOf(status: ReturnType<typeof fstatSync>): string {
  return status.isDirectory() ? "a folder" : "a pipe, socket or device";
}

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file; check the path.";
    case "EACCES":
    case "EPERM":
      return "this user may not read it; check its permissions.";
    case "EISDIR":
      return "expected a recipe file, received a folder.";
    default:
      return `it cannot be read (${(error as Error).message}).`;
  }
}
