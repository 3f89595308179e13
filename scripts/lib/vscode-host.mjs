// A real VS Code to test the extension in, where VS Code desktop cannot be downloaded: the VS Code server of the npm
// package code-server. It is installed once for all clones, into a cache folder, because its own install scripts must not
// run inside `npm ci`.
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, installOnce, isInstalled, npmIn } from "./install-once.mjs";
import { say } from "./setup.mjs";

/** Brings VS Code of the same number; the last that runs on Node 20. `engines.vscode` must not be newer. */
export const hostVersion = "4.100.3";
/** The version of VS Code in it. */
export const vsCodeVersion = `1.${hostVersion.slice(2)}`;
/** VS Code searches files with it. From 1.18 on the program comes inside a package, without an install script. */
const ripgrepVersion = "1.18.0";

/** Where the host lies, or would lie: `${XDG_CACHE_HOME:-~/.cache}/recipe-lab/vscode-host/VERSION`. */
export const hostFolder = join(cacheFolder, "vscode-host", hostVersion);

/** The server's program, to be started with Node. */
export const hostServer = join(hostFolder, "node_modules/code-server/lib/vscode/out/server-main.js");

const installation = {
  folder: hostFolder,
  program: hostServer,
  stamp: JSON.stringify({ codeServer: hostVersion, ripgrep: ripgrepVersion, layout: 2 }),
};

/** Whether a whole installation of this very version is there. */
export const isHostInstalled = () => isInstalled(installation);

/** Installs the host unless it is there. Throws where the npm registry cannot be reached. */
export async function ensureHost() {
  if (await isHostInstalled()) return hostFolder;
  if (process.platform === "win32") throw new Error("the npm package code-server runs on Linux and macOS only");
  say(`Installing VS Code ${vsCodeVersion} for the tests into ${hostFolder} (once, about half a minute)`);
  await installOnce(installation, install);
  return hostFolder;
}

async function install(folder) {
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "vscode-host", private: true }));
  npmIn(folder, ["install", `code-server@${hostVersion}`, `@vscode/ripgrep@${ripgrepVersion}`]);

  const server = join(folder, "node_modules/code-server/lib/vscode");
  // The package's own shrinkwrap; without the flag npm takes it for out of step ("Missing: tslib").
  npmIn(server, ["ci", "--legacy-peer-deps", "--omit=dev"]);

  // Links are relative: the folder is renamed when it is whole.
  const ripgrep = join(server, "node_modules/@vscode/ripgrep/bin");
  await mkdir(ripgrep, { recursive: true });
  await rm(join(ripgrep, "rg"), { force: true });
  const program = `@vscode/ripgrep-${process.platform}-${process.arch}/bin/rg`;
  await symlink(join("../../../../../../..", program), join(ripgrep, "rg"));
  if (!existsSync(join(ripgrep, "rg"))) throw new Error(`@vscode/ripgrep ${ripgrepVersion} brought no ${program}`);
  await rm(join(server, "node_modules.asar"), { force: true, recursive: true });
  await symlink("node_modules", join(server, "node_modules.asar"));
  await removeSourceMaps(folder); // half of what was installed
}

async function removeSourceMaps(folder) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && entry.name.endsWith(".map")) await rm(join(entry.parentPath, entry.name));
}
