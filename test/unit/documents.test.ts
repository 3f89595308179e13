import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = [
  ...readdirSync(root),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((name) => join("docs", name)),
].filter((name) => name.endsWith(".md"));

/** A heading's anchor, as GitHub makes it. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(root, page), "utf8");

  test("links to files and headings that are there", () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1]!)
      .filter((link) => !link.includes("://"));
    const broken = links.filter((link) => {
      const [path = "", heading] = link.split("#");
      const file = path === "" ? join(root, page) : join(root, dirname(page), path);
      if (!existsSync(file)) return true;
      if (heading === undefined) return false;
      return ![...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].some((match) => anchor(match[1]!) === heading);
    });
    expect(broken).toEqual([]);
  });

  test("names folders and files of the source that are there", () => {
    const paths = [...text.matchAll(/`((?:shared|runner|test|scripts|schemas|recipes)\/[\w./-]*)`/g)];
    expect(paths.map((match) => match[1]!).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

test("every page for users can be reached from the README", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const users = pages.filter((page) => dirname(page) === "docs");
  expect(users.filter((page) => !readme.includes(`(${page})`))).toEqual([]);
});
