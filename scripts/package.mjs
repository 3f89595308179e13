// npm run package [-- --target PLATFORM]: makes .build/recipe-lab-PLATFORM-VERSION.vsix, the extension with a runner that
// needs nothing installed. Without --target for this platform; the binaries of another one come from the npm registry.
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ensureInstalled, root } from "./lib/setup.mjs";

ensureInstalled();
// These need the installed packages.
const { buildKernels } = await import("./build-kernels.mjs");
const { buildInto } = await import("./lib/build-into.mjs");
const { locatePackage } = await import("./lib/package/locate-package.mjs");
const { isCarried, packagesFor, targets } = await import("./lib/package/runtime-packages.mjs");
const { packedText } = await import("./lib/package/packed-text.mjs");
const { noticesOf } = await import("./lib/package/notices.mjs");
const { writeVsix } = await import("./lib/package/vsix.mjs");

const target = readTarget(process.argv.slice(2));
const manifest = JSON.parse(await readFile(`${root}package.json`, "utf8"));
const stage = join(root, ".build/package", target);
process.chdir(root);
await rm(stage, { recursive: true, force: true });
await mkdir(stage, { recursive: true });

await buildKernels();
const { inputs } = await buildInto(`${stage}/dist`, { packed: true });
await writeFile(`${stage}/THIRD-PARTY-NOTICES.txt`, await noticesOf(inputs));
for (const name of await readdir("dist")) if (name.endsWith(".wasm")) await cp(`dist/${name}`, `${stage}/dist/${name}`);
for (const name of packagesFor(target)) await copyPackage(name);
for (const name of ["schemas", "recipes", "l10n"].filter((path) => existsSync(path)))
  await cp(name, `${stage}/${name}`, { recursive: true });
for (const name of ["package.nls.json", "package.nls.ko.json"]) await cp(name, `${stage}/${name}`);
for (const name of ["README.md", "CHANGELOG.md"])
  await writeFile(`${stage}/${name}`, await packedText(await readFile(name, "utf8")));
await cp("LICENSE", `${stage}/LICENSE.txt`);
await writeFile(`${stage}/package.json`, JSON.stringify(packedManifest(), null, 2));
for (const path of referredFiles([manifest.icon, manifest.contributes])) {
  await mkdir(dirname(join(stage, path)), { recursive: true });
  await cp(path, join(stage, path));
}

const file = join(root, ".build", `recipe-lab-${target}-${manifest.version}.vsix`);
const texts = JSON.parse(await readFile(`${root}package.nls.json`, "utf8"));
await writeVsix(`${file}.part`, stage, { manifest, target, texts });
await rename(`${file}.part`, file);
console.log(file);

function readTarget(args) {
  const here = `${process.platform}-${process.arch}`;
  const [option, value] = args;
  const wish = args.length === 0 ? here : value;
  if (args.length !== 0 && (args.length !== 2 || option !== "--target"))
    fail(`expected --target PLATFORM; got ${args.join(" ")}`);
  if (!Object.hasOwn(targets, wish))
    fail(`expected one of ${Object.keys(targets).join(", ")} as the target; got ${wish}`);
  return wish;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

async function copyPackage(name) {
  const from = await locatePackage(name);
  const to = join(stage, "dist/node_modules", name);
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    const source = join(entry.parentPath, entry.name);
    const path = source.slice(join(from, "/").length).replaceAll("\\", "/");
    if (!entry.isFile() || path.startsWith("node_modules/") || !isCarried(name, path, target)) continue;
    await mkdir(dirname(join(to, path)), { recursive: true });
    await cp(source, join(to, path));
  }
}

/** What an installed extension needs of package.json: nothing about development, and no packages to install. */
function packedManifest() {
  const {
    scripts,
    devDependencies,
    dependencies,
    optionalDependencies,
    peerDependencies,
    peerDependenciesMeta,
    files,
    private: _,
    ...kept
  } = manifest;
  return kept;
}

/** The files of the repository that the manifest names: pictures, grammars, icons. */
function referredFiles(value) {
  if (typeof value === "string")
    return /^(\.\/)?(extension|media|docs)\/[\w./-]+\.(svg|png|json|md)$/.test(value) ? [value] : [];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(referredFiles) : [];
}
