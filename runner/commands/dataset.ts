import type { Command } from "commander";
import { registerFetch } from "./dataset/fetch.ts";
import { registerInspect } from "./dataset/inspect.ts";

export function register(program: Command): void {
  const dataset = program.command("dataset").description("look at a data set, or fetch a small one to try things on");
  registerInspect(dataset);
  registerFetch(dataset);
}
