import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EvaluationDetail, evaluationSchema } from "../../../shared/protocol/evaluation.ts";
import { epochOrder } from "../../../shared/sampling.ts";
import { chromiumPath } from "../../editor/host/browser.ts";
import { madeUpEvaluation } from "../../support/evaluations.ts";
import { classNames } from "../../support/images.ts";
import { openPage, openPlace, type Place, signIn } from "./dashboard.ts";

const cases = describe.skipIf(chromiumPath === undefined);
cases("what the dashboard tells of one run, in a real Chromium at a real runner", () => {
  let place: Place;
  let short: string;
  let long: string;
  beforeAll(async () => {
    place = await openPlace();
    short = await place.submit("short", 2);
    long = await place.submit("long", 3);
    for (const run of [short, long]) expect((await place.runner.client("watch", run)).code).toBe(0);
  });
  afterAll(() => place.remove());

  const stepsOf = (run: string) =>
    readdirSync(join(place.runs, run, "evaluations"))
      .map((name) => Number.parseInt(name, 10))
      .sort((a, b) => a - b);
  const fileOf = (run: string, step: number) => join(place.runs, run, "evaluations", `${step}.json`);
  const evaluationOf = (run: string, step: number) =>
    evaluationSchema.parse(JSON.parse(readFileSync(fileOf(run, step), "utf8")));
  /** The page of a run, on one of its tabs. */
  const open = async (run: string, tab: string) => {
    const opened = await openPage(place, { permissions: ["clipboard-read", "clipboard-write"] });
    await signIn(opened.page, place.token);
    await opened.page.goto(`${place.runner.url}/#runs=${run}`);
    await opened.page.locator(`#tab-${tab}`).click();
    return opened;
  };

  test("the matrix has the counts of the validation, and arrows read them out", async () => {
    const { page, complaints } = await open(long, "confusion");
    const last = evaluationOf(long, stepsOf(long).at(-1)!);
    await page.locator(".confusion-matrix .surface").focus();
    const read = () => page.locator(".confusion-matrix .reading").textContent();
    await page.keyboard.press("PageUp");
    await page.keyboard.press("Home");
    for (const row of classNames.keys()) {
      for (const column of classNames.keys()) {
        expect(bare(await read())).toContain(expectedReading(last, row, column));
        await page.keyboard.press("ArrowRight");
      }
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowDown");
    }
    expect(await page.locator(".confusion-matrix .reading").getAttribute("aria-live")).toBe("polite");
    expect(complaints).toEqual({ violations: [], errors: [] });
    await page.context().close();
  });

  test("an earlier validation can be chosen, and the choice holds for the images too", async () => {
    const { page } = await open(long, "confusion");
    const first = evaluationOf(long, stepsOf(long)[0]!);
    const picker = page.getByLabel("Validation after epoch");
    await expect.poll(() => picker.locator("option").count(), { timeout: 10_000 }).toBe(4);
    await picker.selectOption({ label: `1 · top-1 ${(first.top1 * 100).toFixed(1)} %` });
    const csv = await saved(page, "Save as CSV");
    expect(csv.name).toBe("long-confusion-epoch-1.csv");
    expect(csv.bytes.toString().trim().split("\r\n").slice(1)).toEqual(
      first.confusion!.map((counts, row) => [classNames[row], ...counts].join(",")),
    );
    const png = await saved(page, "Save as PNG");
    expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(png.bytes.readUInt32BE(16)).toBeGreaterThan(300);
    await page.locator("#tab-images").click();
    await page.locator(".worst-images li").first().waitFor();
    expect(await page.locator(".worst-images li").count()).toBe(first.worst.length);
    expect(await page.locator(".worst-images .mono").allTextContents()).toEqual(first.worst.map(({ name }) => name));
    const widths = await page
      .locator(".worst-images img")
      .evaluateAll((images) => images.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth));
    expect(widths).toEqual(first.worst.map(() => 16));
    await page.context().close();
  });

  test("classes are sorted by a click, and copied as Markdown in that order", async () => {
    const { page } = await open(long, "confusion");
    await page.getByRole("button", { name: "Class", exact: true }).click();
    await page.getByRole("button", { name: "Class", exact: true }).click();
    expect(await page.locator(".confusion tbody th .name").allTextContents()).toEqual(classNames.toReversed());
    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    const copied = () => page.evaluate<string>("navigator.clipboard.readText()");
    await expect.poll(copied).toContain("| Class | Images | top-1 % | top-5 % |");
    const rows = (await copied()).trim().split("\n").slice(2);
    expect(rows.map((row) => row.split("|")[1]?.trim())).toEqual(classNames.toReversed());
    await page.context().close();
  });

  test("copies also where the browser gives a page no clipboard: over plain HTTP from another machine", async () => {
    const { page } = await open(long, "recipe");
    await page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })");
    await page.evaluate("navigator.clipboard.writeText('before')");
    await page.evaluate("navigator.clipboard.writeText = () => { throw new Error('not here'); }");
    await page.getByRole("button", { name: "Copy the recipe" }).click();
    await expect.poll(() => page.evaluate("navigator.clipboard.readText()")).toContain('"name":"long"');
    await page.context().close();
  });

  test("with more classes than a matrix can show, the pairs that are confused most", async () => {
    const step = stepsOf(short)[0]!;
    const classes = Array.from({ length: 300 }, (_, i) => (i === 7 ? '<img src=x onerror="alert(1)">' : `class ${i}`));
    const epoch = evaluationOf(short, step).epoch;
    const evaluation = madeUpEvaluation(classes, { epoch, step });
    writeFileSync(fileOf(short, step), JSON.stringify(evaluation));
    const { page, complaints } = await open(short, "confusion");
    await page.getByLabel("Validation after epoch").selectOption({ index: 2 });
    await page.getByText("300 classes are too many for a matrix").waitFor();
    expect(await page.locator(".confusion-matrix").count()).toBe(0);
    const rows = page.getByRole("region", { name: "Most confused" }).locator("tbody tr");
    expect(await rows.count()).toBe(200);
    const [most] = evaluation.confused;
    expect(await rows.first().locator("td").allTextContents()).toEqual([
      classes[most!.label],
      classes[most!.prediction],
      String(most!.images),
    ]);
    expect(await page.locator("main img").count()).toBe(0);
    expect(complaints).toEqual({ violations: [], errors: [] });
    await page.context().close();
  });

  test("before the first validation it is said when that comes; each new one is shown by itself", async () => {
    const run = await place.submit("validates", 40);
    const { page } = await open(run, "confusion");
    const shown = page.locator(".confusion-matrix");
    await page.getByText("The first comes after epoch 1.").or(shown).first().waitFor();
    await shown.waitFor();
    const options = page.getByLabel("Validation after epoch").locator("option");
    const before = await options.nth(1).textContent();
    await expect.poll(() => options.nth(1).textContent(), { timeout: 60_000 }).not.toBe(before);
    await place.runner.client("stop", run);
    await page.context().close();
  });

  test("samples are the images that the epoch begins with, as its random numbers make them", async () => {
    const { page, complaints } = await open(long, "images");
    const names = page.locator(".preview-sample h2");
    const expected = (epoch: number) =>
      Array.from(epochOrder(3, epoch, 42).subarray(0, 12), (index) => {
        const [name, image] = [classNames[Math.floor(index / 14)]!, index % 14];
        return `${name}/${String(image).padStart(4, "0")}.${image % 3 === 0 ? "jpg" : "png"} ${name}`;
      });
    await expect.poll(() => names.allTextContents(), { timeout: 30_000 }).toEqual(expected(2));
    await page.getByLabel("Epoch", { exact: true }).fill("1");
    await page.keyboard.press("Enter");
    await expect.poll(() => names.allTextContents(), { timeout: 30_000 }).toEqual(expected(0));
    await page.getByLabel("Show each operation").check();
    // As it is, and after each of two operations.
    await expect.poll(() => page.locator(".preview-sample").first().locator("img").count()).toBe(3);
    await page.getByText("No image was set aside.").waitFor();
    expect(complaints).toEqual({ violations: [], errors: [] });
    await page.context().close();
  });

  test("the fields in which two recipes differ, with defaults and bases; another run can be chosen", async () => {
    const { page, complaints } = await open(long, "difference");
    await page.getByLabel("Compare with").selectOption({ label: await optionOf(page, "short") });
    await page.getByText("1 field differs").waitFor();
    const cells = page.locator(".differences tbody tr").first().locator("th, td");
    expect(await cells.allTextContents()).toEqual(["training.epochs", "2", "3"]);
    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    await expect
      .poll(() => page.evaluate("navigator.clipboard.readText()"))
      .toBe("| Field | short | long |\n| --- | --- | --- |\n| training.epochs | 2 | 3 |\n");
    await page.getByText("The recipes as written").click();
    expect(await page.locator(".side-by-side .own").count()).toBe(2);
    // The choice is kept when the page is loaded again.
    await page.reload();
    await page.getByText("1 field differs").waitFor();
    expect(complaints).toEqual({ violations: [], errors: [] });
    await page.context().close();
  });
});

const bare = (text: string | null) => (text ?? "").replace(/[\u2066-\u2069]/g, "");

function expectedReading({ classes, confusion }: EvaluationDetail, row: number, column: number): string {
  const counts = confusion![row]!;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const share = ((counts[column]! / total) * 100).toFixed(1);
  return row === column
    ? `${classes[row]}: ${counts[column]} of ${total} images recognised, ${share} %.`
    : `${classes[row]}: ${counts[column]} of ${total} images taken for ${classes[column]}, ${share} %.`;
}

async function optionOf(page: Page, name: string): Promise<string> {
  const options = page.getByLabel("Compare with").locator("option");
  await expect.poll(() => options.count()).toBeGreaterThan(0);
  return (await options.allTextContents()).find((text) => text.startsWith(`${name} ·`))!;
}

async function saved(page: Page, item: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    (async () => {
      await page.getByRole("button", { name: "Save the matrix" }).click();
      await page.getByRole("menuitem", { name: item }).click();
    })(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}
