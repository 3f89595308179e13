// A real VS Code to test the extension in, where VS Code desktop cannot be downloaded: the VS Code server of the npm
// package code-server. It is installed once for all clones, into a cache folder, because its own install scripts must not
// run inside `npm ci`.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { npm, say } from "./setup.mjs";

/** Brings VS Code of the same number; the last that runs on Node 20. `engines.vscode` must not be newer. */
export const hostVersion = "4.100.3";
/** The version of VS Code in it. */
export const vsCodeVersion = `1.${hostVersion.slice(2)}`;
/** VS Code searches files with it. From 1.18 on the program comes inside a package, without an install script. */
const ripgrepVersion = "1.18.0";

const stampName = "installed.json";
const stamp = JSON.stringify({ codeServer: hostVersion, ripgrep: ripgrepVersion, layout: 2 });
const cacheRoot = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
const parent = join(cacheRoot, "recipe-lab", "vscode-host");

/** Where the host lies, or would lie: `${XDG_CACHE_HOME:-~/.cache}/recipe-lab/vscode-host/VERSION`. */
export const hostFolder = join(parent, hostVersion);

/** The server's program, to be started with Node. */
export const hostServer = join(hostFolder, "node_modules/code-server/lib/vscode/out/server-main.js");

/** Whether a whole installation of this very version is there. */
export async function isHostInstalled() {
  const found = await readFile(join(hostFolder, stampName), "utf8").catch(() => null);
  return found === stamp && existsSync(hostServer);
}

/**
 * Installs the host unless it is there. It is put together in a folder of its own and renamed when it is whole, so that an
 * installation that was killed is never taken for one that can be used. Throws where the npm registry cannot be reached.
 */
export async function ensureHost() {
  if (await isHostInstalled()) return hostFolder;
  if (process.platform === "win32") throw new Error("the npm package code-server runs on Linux and macOS only");
  say(`Installing VS Code ${vsCodeVersion} for the tests into ${hostFolder} (once, about half a minute)`);
  await mkdir(parent, { recursive: true });
  await removeAbandoned();
  const folder = join(parent, `${hostVersion}.part-${randomBytes(6).toString("hex")}`);
  try {
    await install(folder);
    await writeFile(join(folder, stampName), stamp);
    // What lies there now has no stamp of this layout. Another process may have finished in the meantime: its work is as good.
    if (!(await isHostInstalled())) {
      await rm(hostFolder, { recursive: true, force: true });
      await rename(folder, hostFolder);
    }
  } catch (error) {
    if (!(await isHostInstalled())) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return hostFolder;
}

async function install(folder) {
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "vscode-host", private: true }));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const inFolder = (args, cwd) => npm([...args, ...quiet, "--prefix", cwd], { cwd, env: cleanEnvironment() });
  inFolder(["install", `code-server@${hostVersion}`, `@vscode/ripgrep@${ripgrepVersion}`], folder);

  const server = join(folder, "node_modules/code-server/lib/vscode");
  // The package's own shrinkwrap; without the flag npm takes it for out of step ("Missing: tslib").
  inFolder(["ci", "--legacy-peer-deps", "--omit=dev"], server);

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

/** npm tells its children about the package that it runs a script of; that package is not the one to install into. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|config_local_prefix|config_global)/.test(name),
    ),
  );
}

/** Half-made folders of installations that were killed more than an hour ago. */
async function removeAbandoned() {
  for (const name of await readdir(parent)) {
    if (!name.includes(".part-")) continue;
    const path = join(parent, name);
    const made = await stat(path).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}
