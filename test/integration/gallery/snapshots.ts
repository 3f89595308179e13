import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bound, decoded, difference, type Picture, png, smallPng } from "./picture.ts";

const kept = fileURLToPath(new URL("./snapshots", import.meta.url));
const out = fileURLToPath(new URL("../../../.build/gallery/different", import.meta.url));
const browserFile = join(kept, "browser.json");

/** Between two runs of the same browser nothing differs; the palette of what is kept does, by less. */
const sameBrowser: Bound = { tolerance: 40, share: 2e-5 };
/** Another release draws text a little otherwise. What is missing, shifted or of another colour still shows. */
const otherBrowser: Bound = { tolerance: 96, share: 0.02 };

const updating = process.env.UPDATE_SNAPSHOTS === "1";

/**
 * Compares a picture with the one that is kept, or keeps it where UPDATE_SNAPSHOTS=1 says so. Returns what is wrong; null where
 * nothing is.
 * @param major of the browser that drew it
 */
export async function compareWithKept(name: string, taken: Buffer, major: number): Promise<string | null> {
  const path = join(kept, `${name}.png`);
  const actual = await decoded(taken);
  if (updating) {
    await keep(path, actual);
    writeFileSync(browserFile, `{ "chromium": ${major} }\n`);
    return null;
  }
  if (!existsSync(path)) return `There is no ${path} yet. ${howToAccept}`;
  const { chromium } = JSON.parse(readFileSync(browserFile, "utf8")) as { chromium: number };
  const { tolerance, share } = chromium === major ? sameBrowser : otherBrowser;
  const expected = await decoded(path);
  const found = difference(actual, expected, tolerance);
  if (found.share <= share) return null;
  mkdirSync(out, { recursive: true });
  const pictures = { actual, expected, difference: found.drawn };
  for (const [what, picture] of Object.entries(pictures))
    writeFileSync(join(out, `${name}.${what}.png`), await png(picture));
  const sizes =
    actual.width === expected.width && actual.height === expected.height
      ? ""
      : ` It is ${actual.width}×${actual.height}, expected ${expected.width}×${expected.height}.`;
  return `${name} differs from ${path} in ${found.pixels} pixels (${(found.share * 100).toFixed(4)} %, ${share * 100} % allowed; Chromium ${major}, kept with ${chromium}).${sizes} See ${out}/${name}.*.png. ${howToAccept}`;
}

const howToAccept =
  "If that is as it should be: UPDATE_SNAPSHOTS=1 npx vitest run --project integration test/integration/gallery";

/** Writes only what is another picture, so that an update touches nothing else. */
async function keep(path: string, actual: Picture): Promise<void> {
  const { tolerance, share } = sameBrowser;
  if (existsSync(path) && difference(actual, await decoded(path), tolerance).share <= share) return;
  mkdirSync(kept, { recursive: true });
  writeFileSync(path, await smallPng(actual, sameBrowser));
}
