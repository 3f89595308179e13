// What each feature of the editor takes on a recipe of 1,000 lines, without VS Code around it. Prints milliseconds:
// `node scripts/bench-editor.mjs`. Each figure is of a text that was never seen before, as after a keystroke.
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const entry = `
export { completionsAt } from "./shared/recipe/editor/complete.ts";
export { hoverAt } from "./shared/recipe/editor/hover.ts";
export { hintsOf } from "./shared/recipe/editor/hints.ts";
export { readLoosely } from "./shared/recipe/editor/read-loosely.ts";
export { symbolsOf } from "./shared/recipe/editor/symbols.ts";
export { withFix } from "./shared/recipe/editor/change-text.ts";
export { writtenOut } from "./shared/recipe/editor/written-out.ts";
export { loadRecipe } from "./shared/recipe/load-recipe.ts";
export { recipeSchemaNode } from "./shared/recipe/schema-node.ts";
export { createSchedule } from "./shared/schedules/learning-rate.ts";
export { scheduleCurve } from "./shared/schedules/curve.ts";
export { format } from "jsonc-parser";
`;
const { outputFiles } = await build({
  stdin: { contents: entry, resolveDir: root, loader: "ts" },
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
  mainFields: ["module", "main"],
  logLevel: "warning",
});
const editor = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

/** 64 operations for training and as many for validation, one option a line, and comments. */
function longRecipe(lines) {
  const random = ["horizontalFlip", "colorScale", "pcaNoise"];
  const operation = (op, i) => [
    `      // Operation ${i}: as the one before it.`,
    "      {",
    `        "op": "${op}"`,
    "      },",
  ];
  const train = Array.from({ length: 62 }, (_, i) => operation(random[i % random.length], i)).flat();
  const text = [
    "{",
    '  "name": "long",',
    '  "extends": "paper:efficient",',
    '  "augmentation": {',
    '    "train": [',
    '      { "op": "randomResizedCrop" },',
    ...train,
    '      { "op": "normalize" }',
    "    ]",
    "  },",
    '  "model": { "architecture": "resnet152" },',
    '  "learningRate": {',
    '    "initial": 0.1,',
    '    "decay": {',
    '      "kind": "step",',
    '      "epochs": [',
  ];
  const rest = [
    "      ]",
    "    }",
    "  },",
    '  "training": {',
    '    "epochs": 1000,',
    '    "batchSize": 1024',
    "  }",
    "}",
  ];
  const epochs = lines - text.length - rest.length;
  for (let i = 1; i <= epochs; i++) text.push(`        ${i}${i < epochs ? "," : ""}`);
  return [...text, ...rest].join("\n");
}

const text = longRecipe(1000);
let count = 0;
/** The same recipe with another name: no cache knows it. */
const fresh = () => text.replace('"long"', `"long${count++}"`);
const noFile = () => {
  throw new Error("no files here");
};
const load = (each) => editor.loadRecipe({ file: "/x.recipe.json", text: each, readFile: noFile, language: "ko" });
const loaded = load(text);
if (!loaded.recipe) throw new Error(JSON.stringify(loaded.problems.slice(0, 3)));
const recipe = loaded.recipe;
const middle = text.indexOf('"batchSize"');
const schema = editor.recipeSchemaNode("ko");
const hoverContext = { recipe: loaded.merged, inherited: loaded.merged, inheritedFrom: () => null, language: "ko" };
const data = { trainImages: 1_281_167 };
const fix = { edits: [{ path: ["learningRate", "warmup", "epochs"], value: 7 }] };
const layout = { indent: "  ", eol: "\n" };

const features = {
  "read the text": () => editor.readLoosely(fresh()),
  "check it (diagnostics)": () => load(fresh()),
  "completion of a name": () =>
    editor.completionsAt(`${fresh().slice(0, middle)}"e`, middle + 2, { schema, language: "ko" }),
  "completion of a value": () => editor.completionsAt(fresh(), middle + 14, { schema, language: "ko" }),
  hover: () => editor.hoverAt(fresh(), middle + 4, hoverContext),
  "inlay hints": () => editor.hintsOf(editor.readLoosely(fresh()).tree, recipe, data, "ko"),
  outline: () => editor.symbolsOf(editor.readLoosely(fresh()).tree),
  "a fix": () => editor.withFix(fresh(), fix, layout),
  formatting: () => editor.format(fresh(), undefined, { tabSize: 4, insertSpaces: true, keepLines: true }),
  "the recipe written out": () => editor.writtenOut(recipe, "ko"),
  "the schedule's curve": () => editor.scheduleCurve(editor.createSchedule(recipe, data.trainImages)),
};

console.log(`${text.split("\n").length} lines, ${text.length} characters; Node ${process.version}`);
console.log("feature                      first   median      p99");
for (const [name, run] of Object.entries(features)) {
  const times = [];
  for (let i = 0; i < 200; i++) {
    const before = performance.now();
    run();
    times.push(performance.now() - before);
  }
  const [first] = times;
  times.sort((a, b) => a - b);
  const ms = (value) => value.toFixed(2).padStart(8);
  console.log(`${name.padEnd(25)} ${ms(first)} ${ms(times[100])} ${ms(times[198])}`);
}
