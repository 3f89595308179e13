import { execFile } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { serverCommand } from "./server.ts";
import type { Place } from "./workspace.ts";

/** Installs a packed extension into the editor of `place`, as `code --install-extension` does. Returns its folder. */
export async function installVsix(place: Place, vsix: string): Promise<string> {
  mkdirSync(place.extensionsDir, { recursive: true });
  const command = [...serverCommand(place), "--install-extension", vsix];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, {
    env: { ...process.env, EXTENSIONS_GALLERY: "{}" },
  });
  const name = readdirSync(place.extensionsDir).find((entry) => entry.startsWith("recipe-lab.recipe-lab-"));
  if (name === undefined) throw new Error(`${vsix} was not installed:\n${stdout}${stderr}`);
  return join(place.extensionsDir, name);
}
