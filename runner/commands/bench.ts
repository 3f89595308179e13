import type { Command } from "commander";
import { registerBenchPipeline } from "./bench/pipeline.ts";
import { registerBenchServe } from "./bench/serve.ts";
import { registerBenchTrain } from "./bench/train.ts";

export function register(program: Command): void {
  const bench = program
    .command("bench")
    .description("measure this machine, with PyTorch and torchvision beside it where they are installed");
  registerBenchPipeline(bench);
  registerBenchTrain(bench);
  registerBenchServe(bench);
}
