import type { ProtocolErrorCode } from "../../../shared/protocol/errors.ts";
import type { Problem } from "../../../shared/recipe/problem.ts";

/** What a run service refuses, in words for people, with a code and details for programs. */
export class ServiceError extends Error {
  readonly code: ProtocolErrorCode;
  readonly details: unknown;

  constructor(code: ProtocolErrorCode, message: string, options: { details?: unknown; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ServiceError";
    this.code = code;
    this.details = options.details;
  }

  static unknownRun(run: string): ServiceError {
    return new ServiceError("unknown-run", `This runner has no run called ${run}. Ask it for the list of its runs.`, {
      details: { run },
    });
  }

  static unknownCheckpoint(run: string, step: number, checkpoints: readonly number[]): ServiceError {
    const there = checkpoints.length === 0 ? "It has none" : `It has those of steps ${checkpoints.join(", ")}`;
    return new ServiceError("unknown-checkpoint", `Run ${run} has no checkpoint of step ${step}. ${there}.`, {
      details: { run, step, checkpoints },
    });
  }

  /** @param action what was asked for: "paused" */
  static wrongState(run: string, state: string, action: string, instead: string): ServiceError {
    return new ServiceError("wrong-state", `Run ${run} is ${state} and cannot be ${action}. ${instead}`, {
      details: { run, state },
    });
  }

  static recipeProblems(problems: readonly Problem[]): ServiceError {
    const errors = problems.filter(({ severity }) => severity === "error");
    const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
    const lines = errors.map(({ path, message }) => `\n  ${path.join(".") || "recipe"}: ${message}`);
    return new ServiceError("recipe-problems", `The recipe has ${count}:${lines.join("")}`, { details: { problems } });
  }
}
