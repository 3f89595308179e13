import type { Recipe } from "../../../shared/recipe/schema.ts";
import type { BackendName, EngineOptions } from "../../engine/engine.ts";
import { UserError } from "../../errors.ts";
import type { StateDict } from "../../interop/safetensors.ts";
import type { TrainingState } from "../learner.ts";
import type { Scores } from "../scores.ts";
import type { Batch } from "../train-step.ts";
import type { ExchangeMemory } from "./exchange.ts";
import type { Share } from "./shares.ts";

/**
 * What the main thread and the replicas say to each other. The main thread asks every replica the same thing and waits for
 * all answers, one request at a time; in a step the replicas meet in shared memory without it.
 */
export interface ReplicaSetup {
  /** 0-based. */
  replica: number;
  backend: BackendName;
  engineOptions: EngineOptions;
  recipe: Recipe;
  classes: number;
  exchange: ExchangeMemory;
  barrier: SharedArrayBuffer;
}

/** Main thread to replica. */
export type Request =
  | { type: "load"; weights: StateDict; momentum: StateDict | null; file: string }
  /** `batch` holds the replica's own rows; null where its share is empty. */
  | { type: "step"; batch: Batch | null; shares: Share[]; learningRate: number }
  | { type: "score"; batch: Pick<Batch, "images" | "imageSize" | "labels"> }
  /** `whole`: the state itself, too; otherwise its digest alone. */
  | { type: "state"; whole: boolean };

/** What each request is answered with. */
export interface Answers {
  load: null;
  /** How long the replica has waited for others in the step. */
  step: { waitedMs: number };
  score: Scores;
  /** SHA-256 over weights and momentum. */
  state: { digest: string; state: TrainingState | null };
}

/** Replica to main thread. */
export type Reply =
  /** Once, at the start. `versions` are the engine's. */
  | { type: "ready"; versions: Record<string, string> }
  | { type: "answer"; value: Answers[keyof Answers] }
  | { type: "failed"; error: ErrorRecord };

/** An error as it travels between threads, where classes get lost. */
export interface ErrorRecord {
  message: string;
  stack: string;
  /** Where it was a UserError. */
  user: { code: string; exitCode: 1 | 2 } | null;
}

export function recordError(error: unknown): ErrorRecord {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  const user = error instanceof UserError ? { code: error.code, exitCode: error.exitCode } : null;
  return { message, stack, user };
}
