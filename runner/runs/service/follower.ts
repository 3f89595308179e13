import { type FSWatcher, watch } from "node:fs";

/** How often the journal is looked at where the file system does not tell: network file systems do not. */
const pollMs = 500;

/** Calls back when something in a folder may have changed. Returns how to end it. */
export function watchFolder(folder: string, onChange: () => void): () => void {
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, onChange);
    watcher.on("error", () => watcher?.close()); // the folder is gone, or watches have run out: polling goes on
  } catch {
    // No watches left on this machine, or none on this file system: polling is enough.
  }
  const timer = setInterval(onChange, pollMs);
  timer.unref();
  return () => {
    watcher?.close();
    clearInterval(timer);
  };
}
