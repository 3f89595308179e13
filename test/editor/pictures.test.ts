import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recipeLab } from "../support/recipe-lab.ts";
import { chooseHost } from "./host/choose.ts";
import { choose, notification, openFile, openView, palette, pick, treeRow, webview } from "./host/gestures.ts";
import { packVsix } from "./host/pack.ts";
import { useWorkbench } from "./host/use-workbench.ts";

const folder = process.env.RECIPE_LAB_PICTURES;
const { kind } = await chooseHost("server");
const withinMs = 280_000;

/** Few of the images: runs that end while one waits. */
const perClass = { train: 60, validation: 20 };

const shapes = (name: string, learningRate: string) => `// Six shapes in random colours, by a ResNet-20.
{
  "name": "${name}",
  "extends": "small:baseline",
  "data": { "train": "data/train", "validation": "data/validation" },
  "augmentation": {
    "train": [
      { "op": "randomCrop", "size": 32, "padding": 4 },
      { "op": "horizontalFlip", "probability": 0.5 },
      { "op": "colorScale" },
      { "op": "normalize" }
    ]
  },
  "model": { "architecture": "resnet20" },
  "learningRate": {
${learningRate}
  },
  "training": {
    "epochs": 12,
    "batchSize": 16
  }
}
`;
const cosine = `    "initial": 0.1,
    "linearScaling": { "referenceBatchSize": 64 },
    "warmup": { "epochs": 1 },
    "decay": { "kind": "cosine" }`;
const step = `    "initial": 0.1,
    "linearScaling": { "referenceBatchSize": 64 },
    "warmup": { "epochs": 1 },
    "decay": { "kind": "step", "epochs": [8, 10], "factor": 0.1 }`;
const unwise = `// ResNet-50 as in the paper, on four GPUs.
{
  "name": "resnet50-large-batch",
  "extends": "paper:baseline",
  "data": { "format": "imagefolder", "train": "/data/imagenet/train", "validation": "/data/imagenet/val" },
  "model": { "architecture": "resnet50", "variant": "d" },
  "learningRate": {
    "initial": 0.1,
    "linearScaling": { "referenceBatchSize": 256 },
    "warmup": { "epochs": 0 },
    "decay": { "kind": "cosine" }
  },
  "training": {
    "epochs": 120,
    "batchSize": 1024
  }
}
`;

/** Draws the border between the two editors to `x`. */
async function drawBorder(page: Page, x: number): Promise<void> {
  const second = (await page.locator(".editor-group-container").nth(1).boundingBox())!;
  await page.mouse.move(second.x, 400);
  await page.mouse.down();
  await page.mouse.move(x, 400, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(x - 20, 860);
}

/**
 * Pictures for docs/ and the walkthrough, each in a dark and a light theme; made again by
 * `RECIPE_LAB_PICTURES=docs/images npx vitest run --project editor pictures`.
 */
describe.skipIf(folder === undefined || kind === "none").each(["dark", "light"] as const)(
  "pictures of the editor, %s (only where RECIPE_LAB_PICTURES names their folder)",
  (theme) => {
    const place = mkdtempSync(join(tmpdir(), "recipe-lab-pictures-"));
    const workspace = join(place, "drawings");
    beforeAll(async () => {
      const { stdout } = await recipeLab(["dataset", "fetch", "shapes", "--to", place, "--json"]);
      const fetched = JSON.parse(stdout) as { train: string; validation: string; classes: string[] };
      for (const part of ["train", "validation"] as const)
        for (const name of fetched.classes)
          for (const image of readdirSync(join(fetched[part], name)).slice(0, perClass[part]))
            cpSync(join(fetched[part], name, image), join(workspace, "data", part, name, image));
      const files = {
        "shapes-cosine": shapes("shapes-cosine", cosine),
        "shapes-step": shapes("shapes-step", step),
        "resnet50-large-batch": unwise,
      };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, `${name}.recipe.json`), text);
      mkdirSync(folder!, { recursive: true });
    });
    const workbench = useWorkbench(() => ({
      extension: { vsix: packVsix() },
      folder: workspace,
      theme,
      viewport: { width: 1440, height: 900 },
      settings: {
        "editor.minimap.enabled": false,
        "window.commandCenter": false,
        "editor.hover.above": false,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the editor
        "window.title": "${activeEditorShort}${separator}${rootName}",
      },
    }));
    afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }));

    /** Of few colours, so that it is small. */
    const take = async (name: string) => {
      const png = await workbench().page.screenshot();
      const small = await sharp(png).png({ palette: true, quality: 90, effort: 10 }).toBuffer();
      expect(small.length).toBeLessThan(300_000);
      writeFileSync(join(folder!, `editor-${name}-${theme}.png`), small);
    };
    const header = () => webview(workbench().page).locator(".run-header");

    test("a recipe: what is unwise, what values mean, what can be done", async () => {
      const { page } = workbench();
      await openFile(page, "resnet50-large-batch.recipe.json");
      await page.locator(".squiggly-warning").first().waitFor();
      await page.locator(".view-line", { hasText: "peak 0.4" }).waitFor();
      await page.locator(".codelens-decoration a", { hasText: "Plot Schedule" }).waitFor();
      await palette(page, "Notifications: Clear All Notifications");
      const { x, y, width, height } = (await page.locator(".squiggly-warning").first().boundingBox())!;
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.locator(".monaco-hover", { hasText: "warm up over 5 epochs" }).first().waitFor();
      await page.locator(".monaco-hover", { hasText: "Quick Fix" }).first().waitFor();
      await take("recipe");
    });

    test("its schedule, and another laid over it", async () => {
      const { page } = workbench();
      await page.keyboard.press("Escape");
      await page.locator(".codelens-decoration a", { hasText: "Plot Schedule" }).click();
      const schedule = webview(page);
      await schedule.getByRole("button", { name: "Lay another recipe over it…" }).click();
      await pick(page, "paper:efficient");
      await expect.poll(() => schedule.locator(".schedule-legend li").count()).toBe(2);
      await schedule.getByRole("button", { name: "Epochs" }).click();
      await take("schedule");
    });

    test("a run in the dashboard, with runners and runs beside it", async () => {
      const { page } = workbench();
      for (const name of ["shapes-step", "shapes-cosine"]) {
        await palette(page, "View: Close All Editors");
        await openFile(page, `${name}.recipe.json`);
        await palette(page, "Recipe Lab: Run Experiment");
        await header().getByRole("heading", { name }).waitFor({ timeout: withinMs });
      }
      await openView(page, "Recipe Lab");
      await drawBorder(page, 700);
      await treeRow(page, /^shapes-cosine ?ep ([7-9]|1\d)/).waitFor({ timeout: withinMs });
      await palette(page, "Notifications: Clear All Notifications");
      await take("dashboard");
    });

    test("two runs compared", async () => {
      const { page } = workbench();
      await notification(page, "shapes-cosine finished").waitFor({ timeout: withinMs });
      await header().getByText("completed").waitFor();
      await take("finished");
      await palette(page, "View: Close All Editors");
      await treeRow(page, "shapes-step").click();
      await treeRow(page, "shapes-cosine").click({ modifiers: ["ControlOrMeta"] });
      await treeRow(page, "shapes-cosine").click({ button: "right" });
      await choose(page, "Compare Selected Runs");
      await webview(page).getByRole("region", { name: "Loss" }).getByText("shapes-step").first().waitFor();
      await palette(page, "Notifications: Clear All Notifications");
      await take("compare");
    });

    test("a runner is added", async () => {
      const { page } = workbench();
      await palette(page, "Recipe Lab: Add Runner…");
      await page.locator(".quick-input-widget input").fill("https://gpu-box:7733");
      await take("add-runner");
      await page.keyboard.press("Escape");
    });

    test("samples of the images after each operation", async () => {
      const { page } = workbench();
      await palette(page, "View: Close All Editors");
      await openFile(page, "shapes-cosine.recipe.json");
      await page.locator(".codelens-decoration a", { hasText: "Preview Augmentations" }).click();
      await webview(page).locator(".preview-sample").first().waitFor({ timeout: withinMs });
      await palette(page, "View: Toggle Primary Side Bar Visibility");
      await drawBorder(page, 560);
      await webview(page).locator(".preview-sample").first().getByRole("button").first().focus();
      await take("preview");
    });
  },
);
