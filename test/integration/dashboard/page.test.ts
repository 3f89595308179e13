import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../../editor/host/browser.ts";
import { figure, openPage, openPlace, type Place, signIn } from "./dashboard.ts";

const hostile = '<img src=x onerror="alert(1)"> \u202Eevil';

const stepOf = async (page: Page) => {
  const text = (await page.locator(".progress-line").textContent()) ?? "";
  return Number(/step ([\d,]+)/.exec(text)?.[1]?.replaceAll(",", ""));
};
const untilStep = async (page: Page, step: number) => {
  while (!((await stepOf(page)) >= step)) await sleep(50);
};
const choose = (page: Page, name: string) => page.locator(".of-name button", { hasText: name }).click();

describe.skipIf(chromiumPath === undefined)("the dashboard at the runner's address, in a real Chromium", () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
  });
  afterAll(() => place.remove());

  test("asks for the token, refuses a wrong one, and keeps the right one out of address and storage of others", async () => {
    const { page, complaints } = await openPage(place);
    await signIn(page, "x".repeat(43));
    await page.getByText("This is not the runner's token").waitFor();
    expect(await page.evaluate(`sessionStorage.getItem("recipe-lab.token")`)).toBeNull();
    await signIn(page, place.token);
    await page.getByText("No runs yet").waitFor();
    expect(page.url()).not.toContain(place.token);
    expect(await page.evaluate("[document.cookie, localStorage.length]")).toEqual(["", 0]);
    expect(complaints).toEqual({ violations: [], errors: [] });
    await page.context().close();
  });

  test("shows a run that trains: figures and curves move, zoom stays, pause and stop work", async () => {
    const { page, complaints } = await openPage(place);
    await signIn(page, place.token);
    await place.submit("live", 400);
    await choose(page, "live");
    await untilStep(page, 10);
    const loss = await figure(page, "Training loss");
    const curve = page.locator(".line-chart").first();
    const before = await curve.locator("canvas").screenshot();
    await untilStep(page, (await stepOf(page)) + 20);
    expect(await figure(page, "Training loss")).not.toBe(loss);
    expect((await curve.locator("canvas").screenshot()).equals(before)).toBe(false);

    // What somebody zoomed to stays while values come in, also over loading the page again.
    await curve.locator(".over").hover();
    await page.mouse.wheel(0, -600);
    await page.getByRole("button", { name: "Show all", exact: true }).isEnabled();
    await sleep(400);
    const range = () => page.evaluate(`JSON.parse(sessionStorage.getItem("recipe-lab.view")).range ?? null`);
    const zoomed = await range();
    expect(zoomed).toMatchObject({ min: expect.any(Number), max: expect.any(Number) });
    await untilStep(page, (await stepOf(page)) + 10);
    expect(await range()).toEqual(zoomed);
    await page.reload();
    await untilStep(page, 1);
    expect(await range()).toEqual(zoomed);

    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator(".run-header .state.paused").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.locator(".run-header .state.running").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator(".run-header .state.stopped").waitFor();
    expect(complaints).toEqual({ violations: [], errors: [] });
    await page.context().close();
  });

  test("keeps what is shown while the runner is away, and has the whole curve when it is back", async () => {
    const { page, complaints } = await openPage(place);
    await signIn(page, place.token);
    const run = await place.submit("outlives", 400);
    await choose(page, "outlives");
    await untilStep(page, 10);
    await place.runner.end("SIGKILL");
    await page.locator(".banner").waitFor();
    expect(await page.locator(".line-chart").count()).toBe(6);
    const seen = await stepOf(page);
    await sleep(1_000);
    await place.restart();
    await page.locator(".banner").waitFor({ state: "detached" });
    await untilStep(page, seen + 10);
    await place.runner.client("stop", run);
    await page.locator(".run-header .state.stopped").waitFor();
    const csv = await saved(page);
    const steps = csv
      .slice(1)
      .filter((row) => row[4] !== "")
      .map((row) => Number(row[1]));
    expect(steps).toEqual(Array.from(steps, (_, i) => i + 1));
    expect(steps.length).toBeGreaterThanOrEqual(seen + 10);
    expect(complaints).toEqual({ violations: [], errors: [] });
    await page.context().close();
  });

  test("shows hostile names as text, and lays runs over each other in colours of their own", async () => {
    const { page, complaints } = await openPage(place);
    await signIn(page, place.token);
    await place.submit(hostile, 2);
    await choose(page, "<img src=x");
    await page.locator(".run-header .state.completed").waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.evaluate(`getComputedStyle(document.querySelector("h1 .name")).unicodeBidi`)).toBe("isolate");
    await page.getByRole("checkbox", { name: "Show live in the charts" }).check();
    await page.getByRole("checkbox", { name: "Show outlives in the charts" }).check();
    const colors = async () => {
      const lines = page.locator(".line-chart").first().locator("line");
      return new Set(await lines.evaluateAll((drawn) => drawn.map((line) => line.getAttribute("stroke")))).size;
    };
    await expect.poll(colors, { timeout: 10_000 }).toBe(3);
    expect(complaints).toEqual({ violations: [], errors: [] });
    await page.context().close();
  });

  test("is moved by keys, and reads values out", async () => {
    const { page } = await openPage(place);
    await signIn(page, place.token);
    await choose(page, "outlives");
    await page.locator(".run-header .state.stopped").waitFor();
    const chart = page.getByRole("application", { name: /^Loss\./ });
    await page.locator(".line-chart .legend tbody tr").first().waitFor();
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const spoken = page.locator(".line-chart").first().locator("[aria-live]");
    expect(await spoken.textContent()).toMatch(/^Step \d+; Training loss [\d.]+/);
    await page.keyboard.press("+");
    await page.getByRole("toolbar").getByRole("button", { name: "Show all" }).click({ timeout: 5_000 });
    await chart.focus();
    await page.keyboard.press("Escape");
    expect(await spoken.textContent()).toBe("");
    await page.context().close();
  });
});

/** The loss chart's values as the page saves them. */
async function saved(page: Page): Promise<string[][]> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    (async () => {
      await page.getByRole("button", { name: "Save Loss" }).click();
      await page.getByRole("menuitem", { name: "Save all values as CSV" }).click();
    })(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString()
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
}
