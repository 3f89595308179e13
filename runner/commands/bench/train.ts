import type { Command } from "commander";
import { wholeNumber } from "../option-values.ts";

interface BenchTrainOptions {
  json?: boolean;
  models?: string[];
  rounds: number;
  peer: boolean;
  profile?: boolean;
}

export function registerBenchTrain(bench: Command): void {
  bench
    .command("train")
    .summary("training steps of the embedded backend, beside PyTorch")
    .description(
      "Trains on random images on the wasm backend, alternating with PyTorch on as many threads of the same processor (in the " +
        "faster of its memory formats): ResNet-20 at 32 pixels on one thread and on two, ResNet-50 at 224, and MobileNet's " +
        "block. Prints medians, the ratio to PyTorch, and the most memory that each process held.",
    )
    .option("--models <names...>", "only these: resnet20, resnet50-batch8, … (the table's first column)")
    .option("--rounds <n>", "how often each is measured, in turn", wholeNumber(1), 7)
    .option("--no-peer", "without PyTorch")
    .option("--profile", "also where a step's time goes, by kernel and shape")
    .option("--json", "figures, machine and versions as JSON, for programs")
    .action(async ({ json, models, profile, ...options }: BenchTrainOptions) => {
      const { benchTrain } = await import("../../bench/train/bench-train.ts");
      const { describeTrainBench } = await import("../../bench/train/describe.ts");
      const report = await benchTrain({ ...options, models: models ?? null, profile: profile ?? false }, (message) =>
        console.error(message),
      );
      console.log(json ? JSON.stringify(report, null, 2) : describeTrainBench(report));
    });
}
