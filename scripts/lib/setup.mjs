// What every script needs before it starts: the installed dependencies. Uses Node alone, because it runs before them.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const stamp = `${root}node_modules/.recipe-lab-installed`;

export function say(message) {
  console.error(`\u25b8 ${message}`);
}

/** Stops with one clear line where Node is too old to go on. */
function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Recipe Lab needs Node 20.19 or newer; this is ${process.version} (${process.execPath}). Install a newer one and try again.`,
  );
  process.exit(2);
}

/**
 * The lock file and the platform: when either changes, what is installed no longer fits. Native parts use Node-API, which
 * every version of Node takes.
 */
function fingerprint() {
  return createHash("sha256")
    .update(readFileSync(`${root}package-lock.json`))
    .update(`${process.platform} ${process.arch}`)
    .digest("hex");
}

/** npm as a program: through the npm that started us where there is one, so that Windows needs no shell. */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  const isScript = cli && /\.[cm]?js$/.test(cli);
  const [command, first] = isScript
    ? [process.execPath, [cli]]
    : [process.platform === "win32" ? "npm.cmd" : "npm", []];
  return execFileSync(command, [...first, ...args], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: !isScript && process.platform === "win32",
    ...options,
  });
}

/**
 * Installs the lock file's packages unless they are there already. No install script runs: every package that we use
 * ships its binaries.
 */
export function ensureInstalled() {
  requireNode();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint()) return;
  say("Installing the packages of package-lock.json into node_modules (npm ci; once, about half a minute)");
  try {
    npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  } catch {
    console.error(
      "npm ci failed; its messages are above. It needs the npm registry: check the network or proxy (npm config get proxy) and try again.",
    );
    process.exit(2);
  }
  writeFileSync(stamp, fingerprint());
}

/** Runs a program to its end with our terminal; resolves with its exit code (128 + n where signal n ended it). */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal ? 128 : (code ?? 1)));
  });
}

/** Path of a program that a package in node_modules brings, as a JavaScript file to start with this Node. */
export function packageProgram(packageName, program) {
  const manifest = JSON.parse(readFileSync(`${root}node_modules/${packageName}/package.json`, "utf8"));
  const path = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[program];
  return `${root}node_modules/${packageName}/${path}`;
}
