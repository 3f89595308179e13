import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openFolder } from "../../../runner/data/open.ts";
import { findPython, runPython } from "../../support/python.ts";

const found = findPython(["torchvision"]);
const name = "an image folder is listed as torchvision lists it: the same classes, images and order";

test.skipIf("missing" in found)("missing" in found ? `${name} (${found.missing})` : name, async () => {
  if ("missing" in found) return;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "imagefolder-")));
  try {
    const names = [
      "1.jpg",
      "10.JPG",
      "2.jpeg",
      "b/1.png",
      "b-1/1.png",
      "b.png",
      "b/a/2.webp",
      "ä.png",
      "\u{1F600}.png",
      "\uFF21.png",
      "x.txt",
    ];
    for (const label of ["Zoo", "_", "a b", "apple", "é", "\u{1F680}", "\uFF3A", "10", "9"]) {
      for (const file of names) {
        mkdirSync(dirname(join(folder, label, file)), { recursive: true });
        writeFileSync(join(folder, label, file), "");
      }
    }
    const { dataset } = await openFolder(folder, undefined);
    const theirs = JSON.parse(
      runPython(found.python, fileURLToPath(new URL("list_imagefolder.py", import.meta.url)), [folder]),
    );
    expect(dataset.classes).toEqual(theirs.classes);
    const ours = Array.from({ length: dataset.length }, (_, index) => [dataset.name(index), dataset.label(index)]);
    expect(ours).toEqual(theirs.samples);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
