import type { Command } from "commander";
import { wholeNumber } from "../option-values.ts";

interface BenchPipelineOptions {
  json?: boolean;
  images?: string;
  count: number;
  rounds: number;
  peer: boolean;
}

export function registerBenchPipeline(bench: Command): void {
  bench
    .command("pipeline")
    .summary("images a second from files to network input, beside torchvision")
    .description(
      "Decodes photographs and augments them as the paper does (crop, flip, hue, saturation and brightness, PCA noise, " +
        "normalisation), alternating with torchvision's operations on the same files. Prints medians and the ratio.",
    )
    .option("--images <folder>", "JPEG files of your own, as they are (default: photographs of this system, 500×375)")
    .option("--count <n>", "how many images", wholeNumber(1), 64)
    .option("--rounds <n>", "how often each is measured, in turn", wholeNumber(1), 7)
    .option("--no-peer", "without torchvision")
    .option("--json", "figures, machine and versions as JSON, for programs")
    .action(async ({ json, images, ...options }: BenchPipelineOptions) => {
      const { benchPipeline } = await import("../../bench/pipeline/bench-pipeline.ts");
      const { describePipelineBench } = await import("../../bench/pipeline/describe.ts");
      const report = await benchPipeline({ ...options, folder: images ?? null }, (message) => console.error(message));
      console.log(json ? JSON.stringify(report, null, 2) : describePipelineBench(report));
    });
}
