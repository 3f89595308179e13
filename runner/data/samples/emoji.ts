import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EmojiEntry, heldOutPerClass, splitEmoji } from "./emoji-split.ts";
import { withNpmPackages } from "./npm-package.ts";
import type { Sample } from "./sample.ts";

const version = "16.0.0";
const vendors = ["google", "twitter"] as const;
const packageOf = (vendor: string) => `emoji-datasource-${vendor}`;

/**
 * Colour drawings, 64 pixels high with alpha, of the same emoji by two vendors. The split is by emoji: what is in
 * `validation` is in `train` in neither vendor's drawing. Validation classes are equally large; training classes are
 * as large as they come. Skin-tone variants are left out, and so is an emoji that is drawn exactly like an earlier one
 * (Norway's flag is also Bouvet Island's and Svalbard's), or it could be on both sides.
 */
export const emoji: Sample = {
  summary: "two vendors' emoji drawings in 8 categories, 64-pixel PNG with alpha (136 MB to fetch, 17 MB kept)",
  revision: `${version}-1`,
  async make(target, say) {
    say(`Fetching ${vendors.map(packageOf).join(" and ")} ${version} with npm (136 MB)`);
    const packages = Object.fromEntries(vendors.map((vendor) => [packageOf(vendor), version]));
    return withNpmPackages(packages, async (folder) => {
      const list = await readFile(join(folder(packageOf("google")), "emoji.json"), "utf8");
      const all = (JSON.parse(list) as (EmojiEntry & Record<string, unknown>)[])
        .filter((entry) => vendors.every((vendor) => entry[`has_img_${vendor}`] === true))
        .sort((a, b) => a.sort_order - b.sort_order);
      const drawings = (entry: EmojiEntry) =>
        Promise.all(
          vendors.map(async (vendor) => ({
            name: `${vendor}-${entry.image}`,
            bytes: await readFile(join(folder(packageOf(vendor)), "img", vendor, "64", entry.image)),
          })),
        );
      const seen = new Set<string>();
      const distinct: EmojiEntry[] = [];
      for (const entry of all) {
        const hashes = (await drawings(entry)).map(({ bytes }) => createHash("sha256").update(bytes).digest("hex"));
        if (!hashes.some((hash) => seen.has(hash))) distinct.push(entry);
        for (const hash of hashes) seen.add(hash);
      }
      const split = splitEmoji(distinct, heldOutPerClass);
      const images = { train: 0, validation: 0 };
      let example = "";
      for (const [name, parts] of split) {
        for (const part of ["train", "validation"] as const) {
          await mkdir(join(target, part, name), { recursive: true });
          for (const entry of parts[part]) {
            for (const { name: file, bytes } of await drawings(entry)) {
              await writeFile(join(target, part, name, file), bytes);
              example ||= `${part}/${name}/${file}`;
              images[part] += 1;
            }
          }
        }
      }
      return {
        format: "imagefolder",
        train: "train",
        validation: "validation",
        classes: [...split.keys()],
        images,
        example,
        licence: [
          "google-*.png: Noto Emoji, Copyright Google LLC. Apache License 2.0.",
          "twitter-*.png: Twemoji, Copyright Twitter, Inc. and contributors. Creative Commons Attribution 4.0 (CC BY 4.0).",
          `Cut out and listed by emoji-datasource ${version}, Copyright 2013 Cal Henderson. MIT licence.`,
        ],
      };
    });
  },
};
