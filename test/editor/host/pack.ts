import { execFileSync } from "node:child_process";
import { root } from "./root.ts";

/** Packs the extension for this platform, as `npm run package` does. Returns the .vsix. */
export function packVsix(): string {
  return execFileSync(process.execPath, [`${root}scripts/package.mjs`], { cwd: root, encoding: "utf8" }).trim();
}
