/** Error codes of the protocol. JSON-RPC's own codes keep their meaning; ours are stable names in `error.data.code`. */
export const rpcErrorNumber = -32000;

export const protocolErrorCodes = [
  "not-initialized",
  "unsupported-version",
  "invalid-params",
  "unknown-run",
  "wrong-state",
  "recipe-problems",
  "data-outside-roots",
  "queue-full",
  "storage",
  "internal",
] as const;
export type ProtocolErrorCode = (typeof protocolErrorCodes)[number];

/** `error.data` of every error reply. */
export interface ProtocolErrorData {
  code: ProtocolErrorCode;
  /** What a program may want to know: the problems of a recipe, the versions spoken, the run's state. */
  details?: unknown;
}
