import { dirname } from "node:path";
import type { Command } from "commander";
import type { DataFacts } from "../../shared/plan.ts";
import type { Recipe } from "../../shared/recipe/schema.ts";
import { collect, wholeNumber } from "./option-values.ts";

interface Options {
  json?: true;
  schedule?: true;
  images?: number;
  validationImages?: number;
  classes?: number;
  set?: string[];
}

/** ImageNet's, for a data set that is somewhere else and of which only the number of images is told. */
const assumedClasses = 1000;

/** What an index of an image can be (32 bits, shared/random.ts). */
const maximumImages = 2 ** 32;

export function register(program: Command): void {
  program
    .command("plan")
    .summary("everything that follows from a recipe, before anything runs")
    .description(
      "Resolves a recipe: the layers with shape, parameters, MACs and Xavier bound, the learning rate and batch size of every step, and an estimate of memory. The size of the data set is read where the recipe says that it is; --images stands in where it is elsewhere.",
    )
    .argument("<file>", "recipe, *.recipe.json")
    .option("--json", "print the plan as one JSON object, the recipe with every default written out")
    .option(
      "--schedule",
      "print CSV, step,epoch,batchSize,learningRate, a row for every step (steps count from 1, epochs from 0)",
    )
    .option("--images <n>", "plan for this number of training images and read no data", wholeNumber(1, maximumImages))
    .option("--validation-images <n>", "with --images: number of validation images", wholeNumber(0, maximumImages))
    .option("--classes <k>", `with --images: number of classes (default: ${assumedClasses})`, wholeNumber(2, 1_000_000))
    .option("--set <path=value>", "override a field first, such as training.epochs=5; may be repeated", collect)
    .addHelpText(
      "after",
      `
Examples:
  recipe-lab plan my.recipe.json
  recipe-lab plan my.recipe.json --images 1281167 --set training.batchSize=1024
  recipe-lab plan my.recipe.json --schedule > schedule.csv`,
    )
    .action(async (file: string, options: Options, command: Command) => {
      refuseContradictions(options, command);
      const { usableRecipe } = await import("../recipe/load-recipe-file.ts");
      const { formatProblem } = await import("../recipe/format-problem.ts");
      const { planFor } = await import("../plan/plan-for.ts");
      const { scheduleLines } = await import("../plan/schedule-lines.ts");
      const { planReport } = await import("../plan/report.ts");
      const { writeLines } = await import("../terminal/write-lines.ts");
      const { recipe, warnings } = usableRecipe(file, { overrides: options.set ?? [] });
      for (const warning of warnings) console.error(formatProblem(warning));
      const facts = options.images === undefined ? await factsOnDisk(recipe, file) : standIn(options, options.images);
      const plan = planFor(recipe, facts);
      if (options.schedule) await writeLines(process.stdout, scheduleLines(plan));
      else await writeLines(process.stdout, [options.json ? JSON.stringify(plan, null, 2) : planReport(plan)]);
    });
}

function refuseContradictions(options: Options, command: Command): void {
  if (options.json && options.schedule) command.error("error: --json and --schedule are two outputs; give one of them");
  if (options.images === undefined && (options.validationImages ?? options.classes) !== undefined) {
    command.error(
      "error: --validation-images and --classes stand in for a data set together with --images; give --images too",
    );
  }
}

async function factsOnDisk(recipe: Recipe, file: string): Promise<DataFacts> {
  const { UserError } = await import("../errors.ts");
  if (recipe.data.train === null) {
    throw new UserError(
      "no-training-images",
      "The recipe names no training images (data.train is null), so their number is not known. Plan for a number of images with --images N, or name a folder with --set data.train=FOLDER.",
    );
  }
  const { openData } = await import("../data/open.ts");
  const { dataFacts } = await import("../plan/plan-for.ts");
  return dataFacts(await openData(recipe.data, dirname(file)));
}

function standIn({ validationImages = 0, classes, schedule }: Options, trainImages: number): DataFacts {
  if (classes === undefined && !schedule) {
    console.error(
      `The last layer is planned for ${assumedClasses} classes, as in ImageNet; --classes K sets another number.`,
    );
  }
  const names = Array.from({ length: classes ?? assumedClasses }, (_, label) => `class ${label}`);
  return { trainImages, validationImages, classes: names };
}
