import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { PictureKind, SectionName } from "../../../media/gallery/section-list.ts";
import { buildGallery } from "../../../scripts/lib/gallery/build.mjs";
import { serveGallery } from "../../../scripts/lib/gallery/serve.mjs";
import { newContext, startBrowser } from "../../editor/host/browser.ts";

/** How text and colours are drawn must not depend on what the system has set up. */
const sameEverywhere = ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"];
const site = fileURLToPath(new URL("../../../.build/gallery/test-site", import.meta.url));

/** The gallery in a browser, a page for each kind of picture. */
export interface GalleryPages {
  browser: Browser;
  /** Shows a section; resolves when all that it shows is drawn. */
  show: (name: SectionName, kind: PictureKind) => Promise<Page>;
  /** What the browser has complained about since it was last asked. */
  complaints: () => string[];
  close: () => Promise<void>;
}

export async function openGallery(): Promise<GalleryPages> {
  await buildGallery(site);
  const served = await serveGallery(site);
  const browser = await startBrowser(sameEverywhere);
  const pages = new Map<PictureKind, Promise<Page>>();
  let complaints: string[] = [];
  const newPage = async (kind: PictureKind): Promise<Page> => {
    const context = await newContext(browser, {
      viewport: { width: kind === "narrow" ? 480 : 1280, height: 800 },
      deviceScaleFactor: 1,
      locale: "en-US",
      timezoneId: "UTC",
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.exposeFunction("reportViolation", (what: string) => complaints.push(what));
    await page.addInitScript(`document.addEventListener("securitypolicyviolation", (event) => {
      reportViolation([event.violatedDirective, event.blockedURI, event.sample].join(" "));
    })`);
    return page;
  };
  return {
    browser,
    show: async (name, kind) => {
      const known = pages.get(kind) ?? newPage(kind);
      pages.set(kind, known);
      const page = await known;
      const theme = kind === "narrow" ? "light" : kind;
      await page.goto(`${served.url}?bare&theme=${theme}#${name}`);
      await page.locator(`body[data-quiet] article[data-section="${name}"]`).waitFor();
      return page;
    },
    complaints: () => {
      const said = complaints;
      complaints = [];
      return said;
    },
    close: async () => {
      await browser.close();
      served.close();
    },
  };
}
