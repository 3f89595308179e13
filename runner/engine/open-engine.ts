import type { Recipe } from "../../shared/recipe/schema.ts";
import { UserError } from "../errors.ts";
import { printable } from "../terminal/style.ts";
import type { BackendName, Engine, EngineOptions } from "./engine.ts";
import { backendNames, createEngine } from "./index.ts";

/** The backend that `--backend` names, ready; the choice is explained on stderr. */
export async function openEngine(request: string, options: EngineOptions = {}): Promise<Engine> {
  if (request !== "auto" && !(backendNames as string[]).includes(request)) {
    throw new UserError(
      "unknown-backend",
      `Expected --backend auto, ${backendNames.join(", ")}; came ${printable(request)}. \`recipe-lab backends\` lists what this machine has.`,
    );
  }
  const { engine, explanation } = await createEngine(request as "auto" | BackendName, options);
  console.error(`backend  ${explanation}`);
  return engine;
}

/** What a recipe asks of the engine. */
export function engineOptions({ training }: Recipe): EngineOptions {
  return { deterministic: training.deterministic };
}
