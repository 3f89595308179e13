// Measures the dashboard in a real Chromium at a real runner: how long a run of ten million points takes to open, with the
// history that the runner keeps and without, how many frames a second it pans at, and what ten runs that stream ten points a
// second cost.
// node scripts/build.mjs && node scripts/bench-dashboard.mjs [--json]
import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

/** Of eight metrics each. */
const steps = 1_250_000;
const streams = 10;
const streamSeconds = 20;

const folder = mkdtempSync(join(tmpdir(), "recipe-lab-bench-dashboard-"));
const runs = join(folder, "runs");
mkdirSync(runs);

const valuesAt = (step) => {
  const noise = Math.sin(step * 12.9898) / 10;
  return {
    "train/loss": 2 / Math.log(step + 2) + noise,
    "train/top1": 0.5 + noise,
    learningRate: 0.1 * (1 - step / steps),
    batchSize: 256,
    imagesPerSecond: 3000 + 100 * noise,
    dataWait: Math.abs(noise),
    gradientNorm: 1 + noise,
    "validation/loss": 2 / Math.log(step + 2),
  };
};
const start = Date.now() - 86_400_000;
const recordAt = (step) =>
  `${JSON.stringify({ sequence: step + 2, time: start + step * 80, type: "metrics", step, epoch: Math.floor(step / 5000), values: valuesAt(step) })}\n`;
const head = `${JSON.stringify({ sequence: 1, time: start, type: "environment", host: "h", backend: "wasm", device: "d", devices: 1, versions: {}, resumedFromStep: 0 })}
${JSON.stringify({ sequence: 2, time: start, type: "state", state: "running" })}\n`;

/** A run's folder as `recipe-lab run` would have left it after `done` steps: complete, or at work. */
function writeRun(id, done) {
  const at = join(runs, id);
  mkdirSync(at);
  writeFileSync(join(at, "recipe.json"), JSON.stringify({ name: id }));
  writeFileSync(
    join(at, "plan.json"),
    JSON.stringify({
      recipe: { name: id },
      totalSteps: steps,
      epochs: [{ epoch: 0, firstStep: 1, steps, batchSize: 256, lastBatchSize: 256 }],
    }),
  );
  if (done < steps) {
    // This process writes the run, as one on another machine would that shares the folder.
    const owner = {
      epoch: 1,
      host: "another-machine",
      pid: process.pid,
      boot: null,
      processStart: null,
      since: Date.now(),
      released: false,
    };
    writeFileSync(join(at, "lease.json"), JSON.stringify(owner));
  }
  const file = openSync(join(at, "journal.ndjson"), "w");
  writeSync(file, head);
  for (let step = 1; step <= done; ) {
    let text = "";
    for (const end = Math.min(done, step + 9_999); step <= end; step++) text += recordAt(step);
    writeSync(file, text);
  }
  if (done === steps) {
    const end = { sequence: steps + 3, time: start + steps * 80, type: "state", state: "completed" };
    writeSync(file, `${JSON.stringify(end)}\n`);
  }
  closeSync(file);
  return join(at, "journal.ndjson");
}

/** Milliseconds from the click on a run's name to the frame with its curves, measured in the page. */
async function openMs(page, run) {
  await page.reload();
  await page.locator(".of-name button", { hasText: run }).waitFor({ timeout: 60_000 });
  await page.evaluate("sessionStorage.removeItem('recipe-lab.view')");
  for (const box of await page.getByRole("checkbox", { name: "-history", checked: true }).all()) await box.uncheck();
  return page.evaluate(`new Promise((resolve) => {
    const clicked = performance.now();
    const look = () => {
      const rows = document.querySelectorAll(".line-chart .legend tbody tr").length;
      if (rows >= 6) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - clicked)));
      else requestAnimationFrame(look);
    };
    [...document.querySelectorAll(".of-name button")].find((button) => button.textContent === "${run}").click();
    look();
  })`);
}

/** Frames a second while the first chart is dragged to and fro for two seconds. */
async function framesPerSecond(page) {
  const box = await page.locator(".line-chart .over").first().boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -120);
  await page.mouse.down();
  await page.evaluate(`
    window.frames = [];
    const over = document.querySelector(".line-chart .over");
    const began = performance.now();
    const each = (now) => {
      window.frames.push(now);
      const x = ${x} + Math.sin((now - began) / 300) * ${box.width / 3};
      over.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: ${y}, pointerId: 1, bubbles: true }));
      if (now - began < 2000) requestAnimationFrame(each);
      else window.panned = true;
    };
    requestAnimationFrame(each);`);
  while (!(await page.evaluate("window.panned === true"))) await sleep(100);
  await page.mouse.up();
  const times = await page.evaluate("window.frames");
  const gaps = times
    .slice(1)
    .map((time, i) => time - times[i])
    .sort((a, b) => a - b);
  const perSecond = (1000 * gaps.length) / (times.at(-1) - times[0]);
  return { perSecond, slowestFrameMs: gaps.at(-1), percentile95Ms: gaps[Math.floor(gaps.length * 0.95)] };
}

/** The runner's list of runs. */
function listed(url, env) {
  const { stdout } = spawnSync(process.execPath, ["dist/recipe-lab.mjs", "runs", "--json", "--runner", url], {
    env,
    encoding: "utf8",
  });
  return JSON.parse(stdout);
}

/** Seconds that the page's own process has computed. */
async function processorSeconds(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

const say = (text) => process.argv.includes("--json") || console.log(text);
let server;
let browser;
try {
  for (const run of ["kept-history", "lost-history"]) writeRun(run, steps);
  const journals = Array.from({ length: streams }, (_, i) => writeRun(`stream-${i}`, 600));
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, "config") };
  server = spawn(process.execPath, ["dist/recipe-lab.mjs", "serve", "--port", "0", "--runs", runs, "--data", folder], {
    env,
  });
  const started = performance.now();
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (said += text));
  while (!said.includes("\ntoken ")) await sleep(50);
  const readMs = (performance.now() - started) / 2;
  const url = /^runner +(\S+)$/m.exec(said)[1];
  const token = readFileSync(/^token .*in (\S+)$/m.exec(said)[1], "utf8").trim();
  while ((await listed(url, env)).length < streams + 2) await sleep(100);
  browser = await chromium.launch({
    executablePath: process.env.RECIPE_LAB_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const page = await (await browser.newContext({ viewport: { width: 1360, height: 900 } })).newPage();
  await page.goto(url);
  await page.fill("#token", token);
  await page.click("button[type=submit]");
  await page.locator(".of-name button").first().waitFor({ timeout: 120_000 });

  say(`the runner starts in ${(readMs / 1000).toFixed(1)} s for each run of ten million points that it has never seen`);
  const first = await openMs(page, "kept-history");
  const again = await openMs(page, "kept-history");
  rmSync(join(runs, ".service", "history", "lost-history"));
  const lost = await openMs(page, "lost-history");
  const ms = (time) => `${Math.round(time)} ms`;
  say(
    `a run of ${steps.toLocaleString("en")} steps, 8 metrics each, opens in ${ms(first)} the first time, in ${ms(again)} after that, and in ${ms(lost)} where the history that the runner keeps was lost`,
  );
  const pan = await framesPerSecond(page);
  say(
    `panning: ${pan.perSecond.toFixed(0)} frames a second; 95 % of frames within ${pan.percentile95Ms.toFixed(1)} ms, the slowest ${pan.slowestFrameMs.toFixed(1)} ms`,
  );

  await page.locator(".of-name button", { hasText: "stream-9" }).waitFor({ timeout: 60_000 });
  await page.evaluate(`location.hash = "runs=${journals.map((_, i) => `stream-${i}`).join(",")}"`);
  await page.locator(".line-chart .legend tbody tr").nth(10).waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  let step = 600;
  const stream = setInterval(() => {
    step += 1;
    for (const journal of journals) appendFileSync(journal, recordAt(step));
  }, 100);
  await sleep(3_000);
  const [before, began] = [await processorSeconds(session), performance.now()];
  await sleep(streamSeconds * 1_000);
  const share = (await processorSeconds(session)) - before;
  const shown = await page.locator(".progress-line").textContent();
  const shownStep = Number(/step ([\d,]+)/.exec(shown)[1].replaceAll(",", ""));
  if (step - shownStep > 20) say(`The page is behind: it shows step ${shownStep} of ${step}.`);
  clearInterval(stream);
  const ofCore = share / ((performance.now() - began) / 1000);
  say(
    `${streams} runs that stream 10 points a second each: ${(ofCore * 100).toFixed(1)} % of a core in the page, ${((ofCore * 100) / streams).toFixed(2)} % a run`,
  );
  if (process.argv.includes("--json"))
    console.log(
      JSON.stringify({ steps, readMs, firstOpenMs: first, openMs: again, lostOpenMs: lost, pan, streams, ofCore }),
    );
} finally {
  await browser?.close();
  server?.kill("SIGTERM");
  await sleep(500);
  rmSync(folder, { recursive: true, force: true });
}
