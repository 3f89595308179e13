import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Dataset } from "../../../runner/data/dataset.ts";
import { openData } from "../../../runner/data/open.ts";
import { UserError } from "../../../runner/errors.ts";
import { dataSchema } from "../../../shared/recipe/sections/data.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "open-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes files, empty: opening decodes nothing. */
function touch(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
}
const open = (data: object, roots?: string[]) => openData(dataSchema.parse(data), folder, roots ? { roots } : {});
const names = (dataset: Dataset) => Array.from({ length: dataset.length }, (_, index) => dataset.name(index));
const counts = (dataset: Dataset) =>
  dataset.classes.map((_, label) => names(dataset).filter((__, index) => dataset.label(index) === label).length);
async function failure(opening: Promise<unknown>): Promise<UserError> {
  const error = await opening.then(
    () => new Error("it was opened"),
    (cause) => cause,
  );
  expect(error).toBeInstanceOf(UserError);
  return error;
}

describe("imagefolder", () => {
  test("classes and images in Python's order, folders inside a class included, hidden and other files skipped", async () => {
    touch("t/Zebra/1.jpg", "t/ant/10.JPG", "t/ant/2.jpeg", "t/ant/x-y.png", "t/ant/x/b.webp", "t/ant/x/a/c.PNG");
    touch("t/ant/.hidden.jpg", "t/ant/notes.txt", "t/.git/1.jpg", "t/readme.md", "v/Zebra/1.jpg", "v/ant/1.jpg");
    const { train, validation } = await open({ train: "t", validation: "v" });
    expect(train.classes).toEqual(["Zebra", "ant"]);
    expect(names(train)).toEqual([
      "Zebra/1.jpg",
      "ant/10.JPG",
      "ant/2.jpeg",
      "ant/x-y.png",
      "ant/x/b.webp",
      "ant/x/a/c.PNG",
    ]);
    expect(counts(train)).toEqual([1, 5]);
    expect(train.source(0)).toEqual({ kind: "file", path: join(folder, "t/Zebra/1.jpg"), root: join(folder, "t") });
    expect(validation.length).toBe(2);
  });

  test("names beyond the basic plane sort by code point", async () => {
    touch("t/\u{1F600}/1.png", "t/\uFF21/1.png", "v/\u{1F600}/1.png", "v/\uFF21/1.png");
    expect((await open({ train: "t", validation: "v" })).train.classes).toEqual(["\uFF21", "\u{1F600}"]);
  });

  test("links: a folder inside is followed, a circle is not, one that leads out is listed for quarantine", async () => {
    touch("t/a/1.png", "t/b/2.png", "outside/3.png");
    symlinkSync("../b", join(folder, "t/a/more"));
    symlinkSync("..", join(folder, "t/b/up"));
    symlinkSync("../../outside", join(folder, "t/b/out"));
    symlinkSync("../../outside/3.png", join(folder, "t/b/3.png"));
    touch("v/a/1.png", "v/b/1.png");
    const { train } = await open({ train: "t", validation: "v" });
    expect(names(train)).toContain("a/more/2.png");
    expect(names(train)).toContain("b/out");
    expect(names(train)).toContain("b/3.png");
    expect(names(train).filter((name) => name.startsWith("b/up/up"))).toEqual([]);
  });

  test.each([
    ["missing folder", [], "t", "data-unreadable", /data.train \("t"\) should be at ".*\/t", but there is nothing/],
    ["a file", ["t"], "t", "data-unreadable", /not a folder/],
    ["empty folder", ["t/.keep"], "t", "no-classes", /is empty.*one folder a class/],
    [
      "images without classes",
      ["t/1.jpg", "t/2.jpg"],
      "t",
      "no-classes",
      /holds 2 images and no class folders.*Move the images/,
    ],
    [
      "empty class",
      ["t/a/1.jpg", "t/b/1.gif"],
      "t",
      "class-without-images",
      /1 class folder of 2 has none: "b" \(1 other file\)/,
    ],
    [
      "parts as classes",
      ["t/train/a/1.jpg", "t/val/a/1.jpg"],
      "t",
      "data-parts-as-classes",
      /data\.train ".*\/t\/train"/,
    ],
  ] as const)("%s", async (_, files, train, code, message) => {
    touch(...files);
    const error = await failure(open({ train }));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  test("a class folder that is a link out of the root", async () => {
    touch("t/a/1.png", "outside/1.png");
    symlinkSync("../outside", join(folder, "t/b"));
    expect((await failure(open({ train: "t" }))).code).toBe("link-out-of-root");
  });

  test("no training images named", async () => {
    expect((await failure(open({}))).code).toBe("no-training-images");
  });

  test("classes that differ are named", async () => {
    touch("t/a/1.png", "t/b/1.png", "v/a/1.png", "v/c/1.png");
    const error = await failure(open({ train: "t", validation: "v" }));
    expect(error.message).toMatch(/only training has "b", and only validation has "c"/);
  });

  test("control characters in names do not reach the terminal", async () => {
    touch("t/a/1.png", "t/\u001b[31mred/1.txt");
    expect((await failure(open({ train: "t" }))).message).toContain("\\u001b[31mred");
  });
});

describe("the split", () => {
  beforeEach(() => {
    for (let k = 0; k < 40; k++) touch(`t/a/${k}.png`);
    for (let k = 0; k < 6; k++) touch(`t/b/${k}.png`);
    touch("t/c/0.png", "t/d/0.png", "t/d/1.png");
  });

  test("holds out a share of every class, at least one, never all, and nothing twice", async () => {
    const { train, validation } = await open({ train: "t", validationFraction: 0.25 });
    expect(counts(validation)).toEqual([10, 2, 0, 1]);
    expect(counts(train)).toEqual([30, 4, 1, 1]);
    expect(new Set([...names(train), ...names(validation)]).size).toBe(49);
  });

  test("is the same for the same seed and another for another", async () => {
    const held = async (splitSeed: number) => names((await open({ train: "t", splitSeed })).validation);
    expect(await held(1)).toEqual(await held(1));
    expect(await held(1)).not.toEqual(await held(2));
  });

  test("limit takes so many training images of each class and leaves validation alone", async () => {
    const whole = await open({ train: "t", validationFraction: 0.25 });
    const { train, validation } = await open({ train: "t", validationFraction: 0.25, limit: 3 });
    expect(counts(train)).toEqual([3, 3, 1, 1]);
    expect(names(validation)).toEqual(names(whole.validation));
    for (const name of names(train)) expect(names(whole.train)).toContain(name);
  });

  test("nothing to hold out", async () => {
    touch("one/a/1.png", "one/b/1.png");
    expect((await failure(open({ train: "one" }))).code).toBe("nothing-to-hold-out");
  });
});

describe("the data roots of a runner", () => {
  test("relative paths are looked up, links may lead anywhere inside, everything else is refused", async () => {
    touch("root/t/a/1.png", "root/t/a/2.png", "other/t2/a/1.png", "secret/a/1.png");
    symlinkSync("../../secret", join(folder, "root/link"));
    const roots = [join(folder, "root"), join(folder, "other")];
    expect((await open({ train: "t" }, roots)).train.source(0)).toMatchObject({ root: roots[0] });
    expect((await open({ train: join(folder, "root/t") }, roots)).train.length).toBe(1);
    for (const train of ["../secret", join(folder, "secret"), "link", "nothing", "t/../../secret"]) {
      expect((await failure(open({ train }, roots))).code, train).toBe("data-not-in-roots");
    }
  });
});
