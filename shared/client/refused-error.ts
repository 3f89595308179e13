import { UserError } from "../user-error.ts";

/** What the runner refused, with its code and its words. */
export class RefusedError extends UserError {
  readonly details: unknown;

  constructor(code: string, message: string, details: unknown) {
    super(code, message, { exitCode: code === "recipe-problems" || code === "internal" ? 1 : 2 });
    this.name = "RefusedError";
    this.details = details;
  }
}
