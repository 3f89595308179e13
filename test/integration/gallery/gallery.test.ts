import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sectionNamed, sectionNames } from "../../../media/gallery/section-list.ts";
import { chromiumPath } from "../../editor/host/browser.ts";
import { type GalleryPages, openGallery } from "./gallery-page.ts";
import { compareWithKept } from "./snapshots.ts";

const skipped =
  chromiumPath === undefined
    ? " (skipped: no Chromium here)"
    : process.platform !== "linux"
      ? " (skipped: the pictures are Linux's; other systems draw text otherwise)"
      : "";

describe.skipIf(skipped !== "")(`the gallery of the dashboard, in a real Chromium${skipped}`, () => {
  let gallery: GalleryPages;
  let major: number;
  beforeAll(async () => {
    gallery = await openGallery();
    major = Number.parseInt(gallery.browser.version(), 10);
  });
  afterAll(() => gallery.close());

  describe.each(sectionNames)("%s", (name) => {
    test.each(sectionNamed(name).pictures)("%s", async (kind) => {
      const page = await gallery.show(name, kind);
      const take = () => page.locator("article").screenshot({ animations: "disabled", caret: "hide", scale: "css" });
      const file = `${name}-${kind}`;
      let wrong = await compareWithKept(file, await take(), major);
      // On a busy machine something may have come late.
      for (let attempt = 0; wrong !== null && attempt < 3; attempt++) {
        await sleep(500);
        wrong = await compareWithKept(file, await take(), major);
      }
      expect.soft(wrong).toBeNull();
      expect.soft(gallery.complaints()).toEqual([]);
      expect.soft(await page.evaluate("auditGallery()")).toEqual([]);
    });
  });
});
