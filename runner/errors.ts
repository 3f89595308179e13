/**
 * An error that a person can act on. Its message is one paragraph: what was expected, where, what came, what to do. The
 * command line prints it without a stack and exits with `exitCode`; anything else that is thrown is a defect of ours and
 * is printed with its stack.
 */
export class UserError extends Error {
  /** 1: the work found errors. 2: the call or its input is unusable. */
  readonly exitCode: 1 | 2;
  /** Stable, kebab-case. */
  readonly code: string;

  constructor(code: string, message: string, options: { exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "UserError";
    this.code = code;
    this.exitCode = options.exitCode ?? 2;
  }
}
