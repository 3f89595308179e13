import { type Command, InvalidArgumentError } from "commander";

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
      "Trains on random images on one thread of the wasm backend, alternating with PyTorch on the same processor (in the " +
        "faster of its memory formats): ResNet-20 at 32 pixels, ResNet-50 at 224, and MobileNet's block. Prints medians, the " +
        "ratio to PyTorch, and the most memory that each process held.",
    )
    .option("--models <names...>", "only these: resnet20, resnet50-batch8, … (the table's first column)")
    .option("--rounds <n>", "how often each is measured, in turn", positive, 7)
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

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return value;
}
