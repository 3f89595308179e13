import { spawnSync } from "node:child_process";
import { isHostInstalled, vsCodeVersion } from "../../../scripts/lib/vscode-host.mjs";
import { chromiumPath } from "./browser.ts";

/** Which VS Code runs the suites. */
export type Host =
  | { kind: "desktop"; name: string }
  | { kind: "server"; name: string }
  | { kind: "none"; name: string };

/** The oldest version that the manifest allows is the one that a desktop lane has to prove. */
const desktopVersion = "1.95.0";

/**
 * RECIPE_LAB_VSCODE decides: `desktop` or `server`. Without it, desktop where Microsoft's download answers and a window can
 * be shown; otherwise the server that scripts/lib/vscode-host.mjs installs.
 */
export async function chooseHost(wish = process.env.RECIPE_LAB_VSCODE): Promise<Host> {
  if (wish !== undefined && wish !== "desktop" && wish !== "server")
    throw new Error(`expected RECIPE_LAB_VSCODE to be "desktop" or "server"; got "${wish}"`);
  if (wish === "desktop" || (wish === undefined && (await canDownload()) && canShowWindow()))
    return { kind: "desktop", name: `VS Code desktop ${desktopVersion}` };
  if (!(await isHostInstalled()))
    return { kind: "none", name: "no VS Code here: neither desktop nor the server could be downloaded" };
  if (chromiumPath === undefined)
    return { kind: "none", name: "no Chromium here for the VS Code server: apt-get install chromium" };
  return { kind: "server", name: `VS Code server ${vsCodeVersion}` };
}

export { desktopVersion };

async function canDownload(): Promise<boolean> {
  const url = `https://update.code.visualstudio.com/api/releases/stable`;
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

/** Electron needs a display on Linux; Xvfb is one. */
function canShowWindow(): boolean {
  if (process.platform !== "linux" || process.env.DISPLAY) return true;
  return spawnSync("xvfb-run", ["--help"]).status === 0;
}
