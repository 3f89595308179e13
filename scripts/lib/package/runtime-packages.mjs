// The npm packages that a packed extension carries as packages, because they bring native or WebAssembly files that they find
// beside themselves. All others are inside the bundles.

/** By package, the files that are read at run time; every package also brings its manifest and its licence. */
const files = {
  sharp: [/^dist\/.*\.[cm]js$/],
  "@img/colour": [/^(index|color)\.cjs$/],
  "detect-libc": [/^(lib\/|index\.js)/],
  semver: [/^(index|(classes|functions|internal|ranges)\/[a-z-]+)\.js$/],
  "@julusian/jpeg-turbo": [/^(index|binding-options)\.js$/],
  "pkg-prebuilds": [/^(bindings|lib\/prebuild)\.js$/],
  "@tensorflow/tfjs-core": [/^dist\/tf-core\.node\.js$/],
  "@tensorflow/tfjs-backend-cpu": [/^dist\/tf-backend-cpu\.node\.js$/],
  "@tensorflow/tfjs-backend-wasm": [/^dist\/tf-backend-wasm\.node\.js$/, /^dist\/tfjs-backend-wasm[a-z-]*\.wasm$/],
  seedrandom: [/^(index|seedrandom)\.js$/, /^lib\/[a-z0-9]+\.js$/],
};

export const nativePackages = Object.keys(files);

/** The platforms that a .vsix can be made for, as the Marketplace names them, and which binaries each takes. */
export const targets = {
  "linux-x64": { sharp: ["sharp-linux-x64", "sharp-libvips-linux-x64"] },
  "linux-arm64": { sharp: ["sharp-linux-arm64", "sharp-libvips-linux-arm64"] },
  "darwin-x64": { sharp: ["sharp-darwin-x64", "sharp-libvips-darwin-x64"] },
  "darwin-arm64": { sharp: ["sharp-darwin-arm64", "sharp-libvips-darwin-arm64"] },
  "win32-x64": { sharp: ["sharp-win32-x64"] },
};

const always = /^(package\.json|LICEN[CS]E(\.[a-z]+)?|NOTICE.*|THIRD-PARTY.*)$/i;
const binaries = /^(index\.c?js|lib\/[^/]+\.(node|dll|dylib|js|so[.\d]*)|versions\.json)$/;

/** Whether a file of a package goes into the .vsix for `target`. `path` is relative to the package, with forward slashes. */
export function isCarried(name, path, target) {
  if (always.test(path)) return true;
  if (name.startsWith("@img/sharp-")) return binaries.test(path);
  if (name === "@julusian/jpeg-turbo" && path.startsWith(`prebuilds/jpeg-turbo-${target}/`)) return true;
  return files[name].some((pattern) => pattern.test(path));
}

/** Every package that the .vsix for `target` carries. */
export const packagesFor = (target) => [...nativePackages, ...targets[target].sharp.map((name) => `@img/${name}`)];
