import { z } from "zod";

/**
 * Errors of the protocol. Programs look at `error.data.code`, a stable name; `error.code` is a number because JSON-RPC
 * asks for one, its own where it has one that fits.
 */
const errorNumbers = {
  "parse-error": -32700,
  "invalid-request": -32600,
  "unknown-method": -32601,
  "invalid-params": -32602,
  internal: -32603,
  "not-initialized": -32000,
  "already-initialized": -32000,
  "unsupported-version": -32000,
  "too-many-requests": -32000,
  "unknown-run": -32000,
  "unknown-checkpoint": -32000,
  "wrong-state": -32000,
  "recipe-problems": -32000,
  "data-outside-roots": -32000,
  "queue-full": -32000,
  storage: -32000,
} as const satisfies Record<string, number>;

export type ProtocolErrorCode = keyof typeof errorNumbers;
export const protocolErrorCodes = Object.keys(errorNumbers) as [ProtocolErrorCode, ...ProtocolErrorCode[]];

export const rpcErrorNumber = (code: ProtocolErrorCode): number => errorNumbers[code];

/** `error.data` of every error reply. */
export const protocolErrorDataSchema = z.object({
  code: z.enum(protocolErrorCodes),
  /** What a program may want to know: the problems of a recipe, the versions spoken, the run's state. */
  details: z.unknown().optional(),
});
export type ProtocolErrorData = z.output<typeof protocolErrorDataSchema>;
