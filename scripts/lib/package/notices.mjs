import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../setup.mjs";

/**
 * The licences of the packages that are inside the bundles, as their authors ask for. `inputs` are the files of the bundles.
 * A package without a licence file is named with its licence's identifier.
 */
export async function noticesOf(inputs) {
  const names = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const packages = [...new Set(names.filter((name) => name !== undefined))].sort();
  const notices = await Promise.all(packages.map(noticeOf));
  return `Recipe Lab contains these packages. Those below dist/node_modules bring their licences themselves.\n\n${notices.join("\n\n")}\n`;
}

async function noticeOf(name) {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : `\n\n${(await readFile(join(folder, file), "utf8")).trim()}`;
  return `${"-".repeat(80)}\n${name} ${version} (${license})${text}`;
}
