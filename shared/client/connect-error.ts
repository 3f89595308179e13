import type { Text } from "../language.ts";
import { UserError } from "../user-error.ts";

/** Why there is no connection. Where `retry` is true, trying again later may help by itself. */
export class ConnectError extends UserError {
  readonly retry: boolean;

  constructor(code: string, message: string, { retry, ...options }: { retry: boolean; cause?: unknown; text?: Text }) {
    super(code, message, options);
    this.name = "ConnectError";
    this.retry = retry;
  }
}
