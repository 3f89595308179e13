import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { CheckpointChoice } from "../training/weights-to-evaluate.ts";
import { collect } from "./option-values.ts";

interface EvaluateOptions {
  recipe?: string;
  set?: string[];
  checkpoint: CheckpointChoice;
  runs: string;
  backend?: string;
  worst?: string;
  json?: true;
}

export function register(program: Command): void {
  program
    .command("evaluate")
    .summary("top-1, top-5, accuracy by class, confusion matrix")
    .description(
      "Classifies the validation images of a recipe by the paper's procedure, with the weights of a run or of a .safetensors file in torchvision's names.",
    )
    .argument("<run-or-weights>", "a run: its folder, or its id in --runs; or a .safetensors file")
    .option("--recipe <file>", "the recipe with network, data and validation pipeline (default: the run's own)")
    .option(
      "--set <path=value>",
      "override a field of --recipe, such as data.validation=FOLDER; may be repeated",
      collect,
    )
    .option("--checkpoint <which>", "of a run: last, best (by validation top-1), or a step", checkpoint, "last")
    .option("--runs <dir>", "where the folders of runs are", "runs")
    .option("--backend <name>", "auto, tensorflow, webgpu, wasm or cpu (default: auto)")
    .option("--worst <file.png>", "draw the misclassified images with the highest loss")
    .option("--json", "print one JSON object instead of tables")
    .addHelpText(
      "after",
      `
The last checkpoint is what a paper reports. The best one was chosen by these very images, so its figure flatters a little.

Examples:
  recipe-lab evaluate runs/20260131-094500-resnet20-emoji-3f9a1c --worst worst.png
  recipe-lab evaluate resnet50.safetensors --recipe recipes/imagenet.recipe.json --json`,
    )
    .action(evaluate);
}

async function evaluate(reference: string, options: EvaluateOptions, command: Command): Promise<void> {
  if (options.set !== undefined && options.recipe === undefined) command.error("error: --set needs --recipe");
  const { weightsToEvaluate } = await import("../training/weights-to-evaluate.ts");
  const { prepareEvaluation } = await import("../training/prepare-evaluation.ts");
  const { evaluate: classify, validationFigures } = await import("../training/evaluation.ts");
  const { evaluateBatch } = await import("../training/evaluate-batch.ts");
  const { accuracyByClass, confusionMatrix } = await import("../training/confusion.ts");
  const { openEngine } = await import("../engine/open-engine.ts");

  const chosen = await weightsToEvaluate(reference, options.runs, options.checkpoint);
  console.error(`weights  ${chosen.explanation}`);
  const engine = await openEngine(options.backend ?? "auto");
  const prepared = await prepareEvaluation(chosen, engine, {
    file: options.recipe ?? null,
    overrides: options.set ?? [],
  });
  const { recipe, dataset, model, loader } = prepared;
  try {
    const { ProgressBar } = await import("../terminal/progress.ts");
    const bar = new ProgressBar();
    const evaluation = await classify((batch) => evaluateBatch(model, batch), prepared, {
      onBatch: (done, total) => bar.update({ epoch: 0, epochs: 1, done, total, phase: "validation" }),
    });
    bar.clear();
    if (evaluation === null) throw new Error("nobody stopped the evaluation");

    const figures = validationFigures(evaluation);
    const classes = accuracyByClass(evaluation, dataset.classes);
    if (options.worst !== undefined) {
      const { writeWorstImages } = await import("../training/worst-images.ts");
      const drawn = await writeWorstImages(options.worst, evaluation, dataset, recipe.data);
      console.error(
        drawn === 0
          ? `No image is misclassified, so ${options.worst} is not written.`
          : `${options.worst}: the ${drawn} misclassified images with the highest loss`,
      );
    }
    if (options.json) {
      const images = evaluation.labels.length;
      const confusion = confusionMatrix(evaluation, dataset.classes.length);
      const source = { weights: chosen.file, step: chosen.step, backend: engine.backend };
      const result = { ...source, images, ...figures, classes: dataset.classes, perClass: classes, confusion };
      console.log(JSON.stringify(result, null, 2));
    } else {
      const { evaluationReport } = await import("../terminal/evaluation-report.ts");
      console.log(evaluationReport(figures, classes, evaluation));
    }
  } finally {
    await loader.close();
    model.dispose();
    await engine.dispose();
  }
}

function checkpoint(text: string): CheckpointChoice {
  if (text === "last" || text === "best") return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected last, best or a step.");
}
