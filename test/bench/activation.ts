// How long the extension takes to start, by VS Code's own figures: the time in which its bundle is read and run, and the time
// that activate() takes. Each start is a new window with a new extension host, which opens a recipe.
// node scripts/build.mjs && node scripts/bundle-for-node.mjs test/bench/activation.ts .build/editor/bench/activation.mjs &&
// node .build/editor/bench/activation.mjs [STARTS]
import { statSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import type { Page } from "playwright-core";
import { openFile, palette } from "../editor/host/gestures.ts";
import { root } from "../editor/host/root.ts";
import { openWorkbench } from "../editor/host/workbench.ts";

const starts = Number(process.argv[2] ?? 15);

interface Activation {
  loadMs: number;
  activateMs: number;
}

/** The extension's row in the table of *Developer: Startup Performance*: load code, call activate, finish activate. */
async function activationOf(page: Page): Promise<Activation> {
  await openFile(page, "small.recipe.json");
  await page.locator(".codelens-decoration a").first().waitFor();
  await palette(page, "Developer: Startup Performance");
  const line = page.locator(".view-line", { hasText: "recipe-lab.recipe-lab" }).first();
  await line.waitFor();
  const cells = ((await line.textContent()) ?? "").split("|").map((cell) => cell.replaceAll("\u00a0", " ").trim());
  const [load, call, finish] = cells.slice(3, 6).map(Number);
  if (load === undefined || call === undefined || finish === undefined || Number.isNaN(load + call + finish))
    throw new Error(`expected three numbers of milliseconds in ${cells.join(" | ")}`);
  return { loadMs: load, activateMs: call + finish };
}

// The table is far down, and an editor draws only the lines that are to be seen.
const workbench = await openWorkbench({ viewport: { width: 1600, height: 2400 } });
try {
  const found: Activation[] = [];
  for (let start = 0; start < starts; start++) {
    if (start > 0) await workbench.openWindow();
    found.push(await activationOf(workbench.page));
    await workbench.closeWindow();
  }
  const sorted = (of: (one: Activation) => number) => found.map(of).sort((a, b) => a - b);
  const say = (what: string, values: number[]) =>
    console.log(
      `${what.padEnd(24)} median ${values[Math.floor(values.length / 2)]} ms, ${values[0]} to ${values.at(-1)}`,
    );
  say(
    "load the bundle",
    sorted(({ loadMs }) => loadMs),
  );
  say(
    "activate",
    sorted(({ activateMs }) => activateMs),
  );
  say(
    "together",
    sorted(({ loadMs, activateMs }) => loadMs + activateMs),
  );
  console.log(`bundle                   ${statSync(`${root}dist/extension.cjs`).size.toLocaleString("en")} bytes`);
  console.log(`${starts} starts; Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
} finally {
  await workbench.close();
}
