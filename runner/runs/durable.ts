import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "./storage-error.ts";

/**
 * Writes that survive a power cut once they have returned: the bytes are synced before the name appears, and the folder
 * that holds the name is synced after it. Nobody ever sees half a file under its final name.
 */

/** Creates `path` (which must not exist) and returns when its bytes are on the disk. */
export async function writeSynced(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Makes a folder and those above it where they are missing. Node's own recursive mkdir never returns where a file system
 * answers every new name with ENOENT, as /proc does.
 */
export async function makeFolder(path: string): Promise<void> {
  const made = async () => {
    try {
      await mkdir(path);
    } catch (error) {
      if (errorCode(error) !== "EEXIST" || !(await stat(path)).isDirectory()) throw error;
    }
  };
  try {
    await made();
  } catch (error) {
    // A root is nobody's child: a drive that is not there.
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await made();
  }
}

/** Makes the names inside a folder durable. Windows cannot open a folder, and keeps its names in a journal of its own. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Replaces `path` as a whole: after a crash it has its old content or its new one. */
export async function replaceFile(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await rm(temporary, { force: true });
    await writeSynced(temporary, data);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Gives a finished folder, whose files are synced, its final name. `final` must not exist, or be empty. */
export async function commitFolder(temporary: string, final: string): Promise<void> {
  await syncFolder(temporary);
  await rename(temporary, final);
  await syncFolder(dirname(final));
}
