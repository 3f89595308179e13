import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../../editor/host/browser.ts";
import { type Complaints, openPage, openPlace, type Place, signIn } from "./dashboard.ts";

const hostile = "rate | 0.4\n<b>";
/** What differs: the rate over decades, the kind of decay, and the epochs. */
const runs = [
  { name: "slow", initial: 0.001, decay: { kind: "cosine" }, epochs: 1 },
  { name: "usual", initial: 0.1, decay: { kind: "cosine" }, epochs: 2 },
  { name: hostile, initial: 0.4, decay: { kind: "step", epochs: [1], factor: 0.1 }, epochs: 2 },
] as const;

describe.skipIf(chromiumPath === undefined)("comparing runs, in a real Chromium", () => {
  let place: Place;
  let page: Page;
  let complaints: Complaints;

  beforeAll(async () => {
    place = await openPlace();
    for (const { name, initial, decay, epochs } of runs) {
      const file = join(place.folder, "one.recipe.json");
      writeFileSync(file, JSON.stringify(recipeOf({ name, learningRate: { initial, decay }, epochs })));
      const { code, stdout, stderr } = await place.runner.client("submit", file);
      if (code !== 0) throw new Error(stderr);
      await place.runner.client("watch", stdout.trim());
    }
    ({ page, complaints } = await openPage(place, { permissions: ["clipboard-read", "clipboard-write"] }));
    await signIn(page, place.token);
    await headerOf(page, "learningRate.initial").waitFor();
  });
  afterAll(async () => {
    await page.context().close();
    await place.remove();
  });

  test("the table has a column for each field that differs, and no other", async () => {
    const headers = await page.locator(".runs-table thead th").allTextContents();
    const fields = headers.map((text) => text.trim()).filter((text) => /^\w+\./.test(text));
    expect(fields).toEqual([
      "learningRate.initial",
      "learningRate.decay.kind",
      "learningRate.decay.epochs",
      "learningRate.decay.factor",
      "training.epochs",
    ]);
    expect(await cells(page, "learningRate.initial")).toEqual(["0.4", "0.1", "0.001"]);
    expect(await cells(page, "learningRate.decay.factor")).toEqual(["0.1", "–", "–"]);
    for (const accuracy of await cells(page, "validation/top1")) expect(accuracy).toMatch(/^\d+\.\d$/);
  });

  test("a header sorts, which is told, and missing values stay last", async () => {
    const header = headerOf(page, "learningRate.decay.factor");
    for (const [order, first] of [
      ["ascending", ["0.1", "–", "–"]],
      ["descending", ["0.1", "–", "–"]],
    ] as const) {
      await header.getByRole("button").click();
      await expect.poll(() => header.getAttribute("aria-sort")).toBe(order);
      expect(await cells(page, "learningRate.decay.factor")).toEqual(first);
    }
    const rate = headerOf(page, "learningRate.initial");
    await rate.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => rate.getAttribute("aria-sort")).toBe("ascending");
    expect(await header.getAttribute("aria-sort")).toBe("none");
    expect(await cells(page, "learningRate.initial")).toEqual(["0.001", "0.1", "0.4"]);
  });

  test("columns are hidden and shown, and what is chosen survives loading the page again", async () => {
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "State" }).uncheck();
    await page.keyboard.press("Escape");
    await headerOf(page, "state").waitFor({ state: "detached" });
    await page.getByRole("searchbox").fill("initial < 0.2");
    await page.waitForTimeout(400); // what is chosen is written a moment later
    await page.reload();
    await expect.poll(() => names(page)).toEqual(["slow", "usual"]);
    expect(await headerOf(page, "state").count()).toBe(0);
    expect(await headerOf(page, "learningRate.initial").getAttribute("aria-sort")).toBe("ascending");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("button", { name: "Show all" }).click();
    await headerOf(page, "state").waitFor();
    await headerOf(page, "imagesPerSecond").waitFor();
    // Best values beyond the accuracy's are asked for when somebody looks at them.
    const [latest, best] = [cells(page, "validation/loss"), () => cells(page, "best/validation/loss")];
    await expect.poll(best).toEqual([expect.stringMatching(/^\d/), expect.stringMatching(/^\d/)]);
    for (const [i, value] of (await best()).entries())
      expect(Number(value)).toBeLessThanOrEqual(Number((await latest)[i]));
    await page.getByRole("button", { name: "Reset" }).click();
    await headerOf(page, "imagesPerSecond").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox").fill("");
  });

  test("the filter takes words and comparisons, and says where it cannot be read", async () => {
    const filter = page.getByRole("searchbox");
    await filter.fill("kind = cosine initial >= 0.1");
    await expect.poll(() => names(page)).toEqual(["usual"]);
    await page.getByRole("heading", { name: "1 of 3 runs" }).waitFor();
    await filter.fill("step");
    await expect.poll(() => names(page)).toEqual([hostile]);
    await filter.fill("usual intial = 0.1");
    await page.getByText("There is no column or field intial.").waitFor();
    expect(await page.locator(".filter-box mark").textContent()).toBe("intial = 0.1");
    expect(await filter.getAttribute("aria-invalid")).toBe("true");
    expect(await names(page)).toHaveLength(3);
    await filter.fill("nobody");
    await page.getByText("No run fits the filter.").waitFor();
    await filter.fill("");
  });

  test("the table is copied as it is shown, and a name stays in its cell", async () => {
    await page.getByRole("button", { name: "Copy the table" }).click();
    await page.getByRole("menuitem", { name: "Copy as Markdown" }).click();
    await page.getByText("3 runs copied.").waitFor();
    const lines = (await page.evaluate<string>("navigator.clipboard.readText()")).trimEnd().split("\n");
    expect(lines[0]).toMatch(/^\| Name \| State \| Epoch \| .*\| learningRate\.initial \|/);
    expect(lines).toHaveLength(5);
    expect(lines.slice(2).map((line) => line.split(/ (?<!\\)\| /)[0])).toEqual([
      "| slow",
      "| usual",
      "| rate \\| 0.4 \\<b\\>",
    ]);
  });

  test("a line or point under the pointer shows its run, and so does a row", async () => {
    const readout = page.locator(".readout");
    await row(page, "usual").hover();
    await expect.poll(() => readout.textContent()).toMatch(/^ ?usual.*initial 0\.1/);
    const scatter = page.getByRole("application", { name: /learningRate\.initial against/ });
    await scatter.scrollIntoViewIfNeeded();
    const dot = (await scatter.locator("circle").first().boundingBox())!;
    await page.mouse.move(dot.x + dot.width / 2, dot.y + dot.height / 2);
    await expect.poll(() => page.locator(".runs-table tr.hovered").count()).toBe(1);
    await scatter.focus();
    await page.keyboard.press("Home");
    await expect.poll(() => readout.textContent()).toMatch(/^ ?slow/);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => readout.textContent()).toMatch(/^ ?usual/);
  });

  test("a part of an axis that is marked narrows table and charts down, and a click takes the mark away", async () => {
    const rate = axisOf(page, "learningRate.initial");
    await rate.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await rate.boundingBox())!;
    await page.mouse.move(x + width / 2, y + 1);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height * 0.6, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => names(page)).toEqual(["usual", hostile]);
    expect(await page.getByRole("searchbox").inputValue()).toMatch(/^learningRate\.initial >= 0\.0\d+/);
    const again = (await rate.boundingBox())!;
    await page.mouse.click(again.x + again.width / 2, again.y + again.height / 2);
    await expect.poll(() => names(page)).toHaveLength(3);
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
  });

  test("both charts are saved as PNG, SVG and CSV", async () => {
    for (const title of ["Parallel coordinates", "Field against metric"]) {
      const png = await saved(page, title, "Save as PNG");
      expect(png.subarray(1, 4).toString()).toBe("PNG");
      expect(png.readUInt32BE(16)).toBeGreaterThan(500);
      const svg = (await saved(page, title, "Save as SVG")).toString();
      expect(svg).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg).toContain("initial");
      expect(svg).not.toMatch(/data-on-page|var\(/);
      const csv = (await saved(page, title, "Save all values as CSV")).toString().trimEnd().split("\r\n");
      expect(csv[0]).toMatch(/^Name,.*learningRate\.initial/);
      expect(csv.length).toBeGreaterThanOrEqual(4);
    }
  });

  test("ticks lay runs over each other, a name and a line show one alone", async () => {
    await page.getByRole("checkbox", { name: "Show slow in the charts" }).check();
    await page.getByRole("checkbox", { name: "Show usual in the charts" }).check();
    const colors = () =>
      page
        .locator(".line-chart")
        .first()
        .locator(".legend line")
        .evaluateAll((drawn) => new Set(drawn.map((line) => line.getAttribute("stroke"))).size);
    await expect.poll(colors, { timeout: 10_000 }).toBe(2);
    await row(page, "usual").getByRole("button").click();
    await expect.poll(() => page.locator(".runs-table tr.shown").count()).toBe(1);
    // With one run the charts fold away, until somebody wants them.
    await page.locator(".compare > summary").click();
    const scatter = page.getByRole("application", { name: /learningRate\.initial against/ });
    await scatter.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".run-header h1").textContent()).toContain("slow");
  });

  test("nothing was complained of", () => {
    expect(complaints).toEqual({ violations: [], errors: [] });
  });
});

const recipeOf = ({
  name,
  learningRate,
  epochs,
}: {
  name: string;
  learningRate: { initial: number; decay: object };
  epochs: number;
}) => ({
  name,
  extends: "small:baseline",
  data: { train: "train", validation: "validation", workers: 1 },
  augmentation: {
    train: [{ op: "randomResizedCrop", size: 16 }, { op: "normalize" }],
    validation: [{ op: "resizeShorterEdge", size: 16 }, { op: "centerCrop", size: 16 }, { op: "normalize" }],
  },
  learningRate: { ...learningRate, warmup: { epochs: 0 } },
  training: { epochs, batchSize: 8, seed: 3, devices: 1 },
});

const headerOf = (page: Page, id: string): Locator =>
  page.locator(".runs-table thead th", { has: page.locator(`button[title="${id}"]`) });
const row = (page: Page, name: string): Locator => page.locator(".runs-table tbody tr", { hasText: name });
const names = (page: Page) => page.locator(".runs-table tbody .of-name .name").allTextContents();
const axisOf = (page: Page, id: string): Locator =>
  page.locator(".plot-of-runs .axis", { has: page.locator("title", { hasText: id }) }).locator(".grip");

/** What a column shows, from the top. */
async function cells(page: Page, id: string): Promise<string[]> {
  const ids = await page
    .locator(".runs-table thead th")
    .evaluateAll((headers) => headers.map((header) => header.querySelector("button")?.title));
  return page.locator(`.runs-table tbody tr > :nth-child(${ids.indexOf(id) + 1})`).allTextContents();
}

async function saved(page: Page, title: string, item: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    (async () => {
      await page.getByRole("button", { name: `Save ${title}` }).click();
      await page.getByRole("menuitem", { name: item }).click();
    })(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
