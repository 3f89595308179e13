import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { newContext, startBrowser } from "../../editor/host/browser.ts";
import { writeImageFolder } from "../../support/images.ts";
import { type Served, serve } from "../../support/served.ts";

/** A runner with a data set, and a browser to look at it with. */
export interface Place {
  folder: string;
  runs: string;
  runner: Served;
  browser: Browser;
  token: string;
  /** Starts the runner anew, on the same port. */
  restart: () => Promise<void>;
  /** Submits a recipe and returns the run's id. */
  submit: (name: string, epochs: number) => Promise<string>;
  remove: () => Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "recipe-lab-dashboard-"));
  const [runs, config] = [join(folder, "runs"), join(folder, "config")];
  for (const made of [runs, config]) mkdirSync(made);
  await writeImageFolder(join(folder, "train"), { perClass: 14, size: 16 });
  await writeImageFolder(join(folder, "validation"), { perClass: 4, size: 16, first: 1000 });
  const start = (port: number) => serve({ runs, data: folder, config, port });
  const runner = await start(0);
  const place: Place = {
    folder,
    runs,
    runner,
    browser: await startBrowser(),
    token: readFileSync(runner.tokenFile, "utf8").trim(),
    restart: async () => {
      place.runner = await start(runner.port);
    },
    submit: async (name, epochs) => {
      const file = join(folder, "recipe.recipe.json");
      writeFileSync(file, JSON.stringify(recipeOf(name, epochs)));
      const { code, stdout, stderr } = await place.runner.client("submit", file);
      if (code !== 0) throw new Error(stderr);
      return stdout.trim();
    },
    remove: async () => {
      await place.browser.close();
      await place.runner.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return place;
}

const recipeOf = (name: string, epochs: number) => ({
  name,
  extends: "small:baseline",
  data: { train: "train", validation: "validation", workers: 1 },
  augmentation: {
    train: [{ op: "randomResizedCrop", size: 16 }, { op: "normalize" }],
    validation: [{ op: "resizeShorterEdge", size: 16 }, { op: "centerCrop", size: 16 }, { op: "normalize" }],
  },
  learningRate: { warmup: { epochs: 1 }, decay: { kind: "cosine" } },
  training: { epochs, batchSize: 8, seed: 3, devices: 1 },
});

/** What a page should never say. */
export interface Complaints {
  violations: string[];
  errors: string[];
}

/** A page at the runner's address, with what its browser complains about. */
export async function openPage(
  { browser, runner }: Place,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: Complaints }> {
  const context = await newContext(browser, options);
  const complaints: Complaints = { violations: [], errors: [] };
  const page = await context.newPage();
  page.on("pageerror", ({ message }) => complaints.errors.push(message));
  await page.exposeFunction("reportViolation", (what: string) => complaints.violations.push(what));
  await page.addInitScript(`document.addEventListener("securitypolicyviolation", (event) => {
    reportViolation([event.violatedDirective, event.blockedURI, event.sample].join(" "));
  })`);
  await page.goto(runner.url);
  return { page, complaints };
}

export async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Connect" }).click();
}

/** A figure of the row at the top: the number of "Training loss". */
export async function figure(page: Page, label: string): Promise<number> {
  const text = await page.locator(".figure", { hasText: label }).first().locator("dd").textContent();
  return Number.parseFloat(text ?? "");
}
