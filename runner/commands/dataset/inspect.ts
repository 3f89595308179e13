import { type Command, Option } from "commander";
import { type DataFormat, dataFormats, dataSchema } from "../../../shared/recipe/sections/data.ts";
import { wholeNumber } from "../option-values.ts";

interface InspectOptions {
  format?: DataFormat;
  limit?: number;
  maxPixels: number;
  json?: boolean;
}

export function registerInspect(dataset: Command): void {
  const defaults = dataSchema.parse({});
  dataset
    .command("inspect")
    .description("classes, sizes, broken and duplicate images, mean, deviation and principal colours of a data set")
    .argument("<folder>", "folder of the images, as a recipe names it in data.train")
    .addOption(
      new Option("--format <format>", "how the images lie (default: what the files look like)").choices(dataFormats),
    )
    .option("--limit <n>", "look at n images of each class at most", wholeNumber(1))
    .option("--max-pixels <n>", "refuse larger images, as data.maxPixels does", wholeNumber(1), defaults.maxPixels)
    .option("--json", "print everything as JSON")
    .addHelpText(
      "after",
      `
Every image is read once. Exit code 1 says that some are broken. The statistics count every pixel the same, alpha
flattened on black. Duplicates are images with the same pixels, whatever their files.`,
    )
    .action(async (folder: string, options: InspectOptions) => {
      const [{ openFolder }, { limitPerClass, subset }, { inspect }, { describeInspection, recipeLines }, { Counter }] =
        await Promise.all([
          import("../../data/open.ts"),
          import("../../data/subset.ts"),
          import("../../data/inspect/inspect.ts"),
          import("../../data/inspect/describe.ts"),
          import("../../terminal/counter.ts"),
        ]);
      const opened = await openFolder(folder, options.format);
      const data =
        options.limit === undefined
          ? opened.dataset
          : subset(opened.dataset, limitPerClass(opened.dataset, options.limit, defaults.splitSeed));
      const counter = new Counter(process.stderr, "images", data.length);
      const { maxPixels } = options;
      const inspection = await inspect(data, { maxPixels, background: defaults.background, decoder: "exact" }, (done) =>
        counter.update(done),
      ).finally(() => counter.clear());
      if (options.json) {
        const recipe = inspection.color && recipeLines(inspection.color);
        console.log(JSON.stringify({ folder, format: opened.format, ...inspection, recipe }, null, 2));
      } else {
        console.log(describeInspection(inspection, opened.format));
      }
      if (inspection.broken.length > 0) process.exitCode = 1;
    });
}
