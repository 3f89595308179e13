import type { Command } from "commander";
import { registerFetch } from "./dataset/fetch.ts";
import { registerInspect } from "./dataset/inspect.ts";
import { registerPack } from "./dataset/pack.ts";

export function register(program: Command): void {
  const dataset = program
    .command("dataset")
    .description("look at a data set, pack it to be read quickly, or fetch a small one to try things on");
  registerInspect(dataset);
  registerPack(dataset);
  registerFetch(dataset);
}
