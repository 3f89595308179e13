import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { count } from "../../../shared/count.ts";
import { UserError } from "../../errors.ts";
import { isInside } from "../containment.ts";
import type { Dataset } from "../dataset.ts";
import { shown, unreadable } from "../errors.ts";
import { sortByCodePoint } from "../sort.ts";
import type { DataFormat, DataLocation } from "./format.ts";

/**
 * One folder a class, images inside, as torchvision's ImageFolder reads it: classes sorted by name, a class's images
 * sorted by path, folders inside a class included. Names that start with a dot are skipped (torchvision takes them).
 * Whatever has the name of an image is listed, be it a FIFO or a link out of the data root: it is quarantined, by name,
 * when it is read.
 */
export const imagefolder: DataFormat = {
  recognises: () => false,
  openTrain: open,
  openValidation: open,
  openOwnTest: () => Promise.resolve(undefined),
};

const imageName = /\.(jpe?g|png|webp)$/i;
const expectation =
  "ImageFolder data is one folder a class, with JPEG, PNG or WebP images inside: FOLDER/cat/1.jpg, FOLDER/dog/2.png";

async function open({ folder, root }: DataLocation): Promise<Dataset> {
  const entries = await list(folder, "the images");
  const names: string[] = [];
  for (const entry of entries) if (await isFolder(entry, folder)) names.push(entry.name);
  const classes = sortByCodePoint(names);
  if (classes.length === 0) throw noClasses(folder, entries);
  if (classes.length > 1 && classes.every((name) => /^(train(ing)?|val(id(ation)?)?|test)$/i.test(name))) {
    throw new UserError(
      "data-parts-as-classes",
      `${shown(folder)} holds the folders ${classes.join(", ")}, which are parts of a data set, not classes. Name them one by one: data.train ${shown(join(folder, classes.find((name) => /^train/i.test(name)) ?? classes[0]!))}, and another for data.validation.`,
    );
  }

  const images = new ImageList(classes, folder, root);
  const empty: string[] = [];
  for (const [label, name] of classes.entries()) {
    const files = await listImages(join(folder, name), root);
    if (files.images.length === 0) empty.push(`${shown(name)} (${count(files.others, "other file")})`);
    for (const file of files.images) images.add(label, `${name}${sep}${file}`);
  }
  if (empty.length > 0) {
    throw new UserError(
      "class-without-images",
      `Every class folder of ${shown(folder)} needs at least one image (.jpg, .jpeg, .png, .webp), but ${count(empty.length, "class folder")} of ${classes.length} ${empty.length === 1 ? "has" : "have"} none: ${empty.slice(0, 10).join(", ")}${empty.length > 10 ? ", …" : ""}. Put images there, or remove the ${empty.length === 1 ? "folder" : "folders"}.`,
    );
  }
  return images;
}

/** Keeps two short strings and a number an image, so that a million images take about 100 MB. */
class ImageList implements Dataset {
  readonly classes: readonly string[];
  readonly #folder: string;
  readonly #root: string;
  readonly #paths: string[] = [];
  readonly #labels: number[] = [];

  constructor(classes: readonly string[], folder: string, root: string) {
    this.classes = classes;
    this.#folder = folder;
    this.#root = root;
  }
  add(label: number, path: string): void {
    this.#paths.push(path);
    this.#labels.push(label);
  }
  get length(): number {
    return this.#paths.length;
  }
  label(index: number): number {
    return this.#labels[index]!;
  }
  name(index: number): string {
    return this.#paths[index]!;
  }
  source(index: number) {
    return { kind: "file" as const, path: join(this.#folder, this.#paths[index]!), root: this.#root };
  }
}

/**
 * Paths of the images under a class folder, relative to it, in torchvision's order: folder by folder (sorted by whole
 * path), files sorted within each. A link to a folder is followed where it stays in the data root and does not lead
 * back up; one that leads out is listed as if it were an image, so that reading it names it.
 */
async function listImages(classFolder: string, root: string): Promise<{ images: string[]; others: number }> {
  const byFolder = new Map<string, string[]>();
  let others = 0;
  const walk = async (relative: string, above: readonly string[]): Promise<void> => {
    const folder = join(classFolder, relative);
    const real = await realpath(folder).catch((cause) => {
      throw unreadable("a class folder", folder, cause);
    });
    if (above.includes(real)) return;
    if (!isInside(real, root)) {
      if (relative === "") throw linkOutOfRoot(folder, real, root);
      byFolder.set(relative, [""]);
      return;
    }
    const files: string[] = [];
    const folders: string[] = [];
    for (const entry of await list(folder, "a class folder")) {
      if (await isFolder(entry, folder)) folders.push(relative === "" ? entry.name : join(relative, entry.name));
      else if (imageName.test(entry.name)) files.push(entry.name);
      else others += 1;
    }
    byFolder.set(relative, sortByCodePoint(files));
    for (const inner of folders) await walk(inner, [...above, real]);
  };
  await walk("", []);
  const images: string[] = [];
  for (const relative of sortByCodePoint([...byFolder.keys()])) {
    for (const file of byFolder.get(relative)!) images.push(relative === "" ? file : join(relative, file));
  }
  return { images, others };
}

/** Entries that do not start with a dot. */
async function list(folder: string, what: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter((entry) => !entry.name.startsWith("."));
  } catch (cause) {
    throw unreadable(what, folder, cause);
  }
}

async function isFolder(entry: Dirent, parent: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  // A link to nothing counts as a file: reading it names it.
  const target = await stat(join(parent, entry.name)).catch(() => undefined);
  return target?.isDirectory() ?? false;
}

function noClasses(folder: string, entries: readonly Dirent[]): UserError {
  const images = entries.filter((entry) => imageName.test(entry.name)).length;
  const found =
    images > 0
      ? `holds ${count(images, "image")} and no class folders`
      : entries.length > 0
        ? `holds ${count(entries.length, "file")} and no folders`
        : "is empty";
  const advice =
    images > 0
      ? "Move the images into a folder for each class"
      : "Check the path, or choose the format of your data with data.format";
  return new UserError("no-classes", `${shown(folder)} ${found}. ${expectation}. ${advice}.`);
}

function linkOutOfRoot(folder: string, real: string, root: string): UserError {
  return new UserError(
    "link-out-of-root",
    `The class folder ${shown(folder)} is a link to ${shown(real)}, out of the data root ${shown(root)}; only what lies in the root is read. Copy or mount the folder into the root, or name the folder that holds both.`,
  );
}
