import { ResponseError } from "vscode-jsonrpc/node";
import { type ProtocolErrorCode, type ProtocolErrorData, rpcErrorNumber } from "../../shared/protocol/errors.ts";

/** An error reply. Its message is for people, and holds nothing of the runner's insides. */
export function protocolError(code: ProtocolErrorCode, message: string, details?: unknown) {
  const data: ProtocolErrorData = details === undefined ? { code } : { code, details };
  return new ResponseError(rpcErrorNumber(code), message, data);
}
