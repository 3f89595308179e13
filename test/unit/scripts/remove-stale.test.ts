import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { removeStale } from "../../../scripts/lib/remove-stale.mjs";

const folder = mkdtempSync(join(tmpdir(), "recipe-lab-stale-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("bundles that are no longer made go after a day; what runs from them keeps what it may still import", async () => {
  const chunks = join(folder, "chunks");
  mkdirSync(chunks);
  const day = 24 * 60 * 60;
  const file = (path: string, ageSeconds: number) => {
    writeFileSync(path, "");
    const time = Date.now() / 1000 - ageSeconds;
    utimesSync(path, time, time);
  };
  file(join(folder, "program.mjs"), 2 * day);
  file(join(folder, "kernels.wasm"), 2 * day);
  file(join(chunks, "made-A.mjs"), 2 * day);
  file(join(chunks, "old-B.mjs"), 2 * day);
  file(join(chunks, "old-B.mjs.map"), 2 * day);
  file(join(chunks, "recent-C.mjs"), day / 2);
  await removeStale([folder, chunks], [`${folder}/program.mjs`, `${chunks}/made-A.mjs`]);
  expect(readdirSync(folder).toSorted()).toEqual(["chunks", "kernels.wasm", "program.mjs"]);
  expect(readdirSync(chunks).toSorted()).toEqual(["made-A.mjs", "recent-C.mjs"]);
});
