import { execFileSync } from "node:child_process";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { npm, root } from "../setup.mjs";

const lock = JSON.parse(await readFile(`${root}package-lock.json`, "utf8")).packages;

/**
 * The folder of a package, of exactly the version in package-lock.json: from node_modules, or, for another platform, from the
 * npm registry, kept in .build/packages/. Throws where what came is not what the lock file says.
 */
export async function locatePackage(name) {
  const locked = lock[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`${name} is not in package-lock.json`);
  for (const folder of [`${root}node_modules/${name}`, join(root, ".build/packages", `${name}@${locked.version}`)]) {
    const manifest = await readFile(join(folder, "package.json"), "utf8").catch(() => null);
    if (manifest !== null && JSON.parse(manifest).version === locked.version) return folder;
  }
  return download(name, locked);
}

async function download(name, { version, integrity }) {
  const folder = join(root, ".build/packages", `${name}@${version}`);
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  const output = npm(["pack", `${name}@${version}`, "--json", "--ignore-scripts", "--pack-destination", part], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [archive] = JSON.parse(output);
  if (archive.integrity !== integrity)
    throw new Error(`${name}@${version}: package-lock.json says ${integrity}, the registry sent ${archive.integrity}`);
  execFileSync("tar", ["-xzf", archive.filename], { cwd: part });
  await rm(folder, { recursive: true, force: true });
  await rename(join(part, "package"), folder);
  await rm(part, { recursive: true, force: true });
  return folder;
}
