// npm run demo: installs and builds what is missing, fetches real drawings, trains a small ResNet on them, and shows
// what it learned. Everything it makes lies outside the repository's tracked files: a cache folder and runs/.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { ensureInstalled, root, run, say } from "./lib/setup.mjs";

ensureInstalled();
const program = `${root}dist/recipe-lab.mjs`;
const started = performance.now();
if ((await run(process.execPath, ["scripts/build.mjs", "--quiet"])) !== 0) process.exit(1);

/** Runs recipe-lab with its messages on our terminal and returns its result, which it prints as JSON. */
function recipeLab(...args) {
  try {
    const output = execFileSync(process.execPath, [program, ...args, "--json"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["inherit", "pipe", "inherit"],
      maxBuffer: 64 << 20,
    });
    return JSON.parse(output);
  } catch (error) {
    process.exit(error.status || 1);
  }
}

async function show(...args) {
  const code = await run(process.execPath, [program, ...args]);
  if (code !== 0) process.exit(code);
}

say("1/4  Fetching two vendors' emoji drawings, sorted by category (from npm packages; kept in a cache folder)");
const data = recipeLab("dataset", "fetch", "emoji");

say("2/4  Checking the recipe, recipes/emoji.recipe.json, and drawing what the network will see");
const recipe = "recipes/emoji.recipe.json";
mkdirSync(`${root}runs`, { recursive: true });
const paths = ["--set", `data.train=${data.train}`, "--set", `data.validation=${data.validation}`];
await show("validate", recipe);
await show("preview", recipe, ...paths, "--image", data.example, "--count", "16", "--out", "runs/demo-preview.png");

say("3/4  Training ResNet-20 on this machine's processor (the embedded wasm backend)");
const result = recipeLab("run", recipe, ...paths, "--backend", "wasm", "--runs", "runs");

say("4/4  What it learned: validation on emoji that it has never seen, in balanced classes");
await show("evaluate", result.folder, "--backend", "wasm", "--worst", "runs/demo-worst.png");

const top1 = result.epochs.at(-1).validation.top1;
const { classes } = JSON.parse(readFileSync(`${result.folder}/plan.json`, "utf8")).data;
const chance = 1 / classes.length;
const percent = (value) => `${(100 * value).toFixed(1)} %`;
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(`
Validation top-1 ${percent(top1)}, which is ${(top1 / chance).toFixed(1)} times chance (${percent(chance)}), after ${minutes} minutes.

  the run          ${result.folder}
  what it saw      ${root}runs/demo-preview.png
  its worst errors ${root}runs/demo-worst.png

Next: copy recipes/emoji.recipe.json, point data.train at a folder with a folder of images for each class, and
  node dist/recipe-lab.mjs run my.recipe.json`);
if (top1 < 3 * chance) {
  console.error(
    "This is below three times chance: something is wrong on this machine. `node dist/recipe-lab.mjs doctor` looks for it.",
  );
  process.exitCode = 1;
}
