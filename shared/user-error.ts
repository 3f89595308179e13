import { type Text, verbatim } from "./language.ts";

export interface UserErrorOptions {
  /** 2 where it is left out. */
  exitCode?: 1 | 2;
  cause?: unknown;
  /** What the editor and the pages say in place of `message`. */
  text?: Text;
}

/**
 * An error that a person can act on: one paragraph that says what was expected, where, what came, what to do. The command
 * line prints `message` without a stack and exits with `exitCode`; the editor and the pages show `text`, in their language.
 * Anything else that is thrown is a defect of ours, and is shown with its stack.
 */
export class UserError extends Error {
  /** 1: the work found errors. 2: the call or its input is unusable. */
  readonly exitCode: 1 | 2;
  /** Stable, kebab-case. */
  readonly code: string;
  readonly text: Text;

  constructor(code: string, message: string, { exitCode = 2, cause, text }: UserErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "UserError";
    this.code = code;
    this.exitCode = exitCode;
    this.text = text ?? verbatim(message);
  }
}
