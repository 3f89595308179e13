import { UserError } from "../errors.ts";

/** Why there is no connection. Where `retry` is true, trying again later may help by itself. */
export class ConnectError extends UserError {
  readonly retry: boolean;

  constructor(code: string, message: string, options: { retry: boolean; cause?: unknown }) {
    super(code, message, { cause: options.cause });
    this.name = "ConnectError";
    this.retry = options.retry;
  }
}
