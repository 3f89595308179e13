import type { RequestMessage } from "vscode-jsonrpc/node";
import { z } from "zod";
import type { ProtocolErrorCode } from "../../shared/protocol/errors.ts";
import { parseMessage } from "../../shared/protocol/parse-message.ts";

const requestSchema = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.int(), z.string().max(100)]),
  method: z.string().min(1).max(100),
  params: z.record(z.string(), z.unknown()).optional(),
});
const notificationSchema = z.strictObject({
  jsonrpc: z.literal("2.0"),
  method: z.string(),
  params: z.unknown().optional(),
});

export type Accepted =
  | { kind: "request"; message: RequestMessage & { id: number | string } }
  /** A notification, which no one answers and this runner expects none of. */
  | { kind: "ignored" }
  | { kind: "refused"; id: number | string | null; code: ProtocolErrorCode; message: string };

/**
 * Reads one frame from a client. Only well-formed requests go further: the JSON-RPC library behind takes its input for
 * well-formed, and a hostile `$/cancelRequest` or a response that nobody asked for would make it throw or pile up.
 */
export function acceptMessage(text: string): Accepted {
  let content: unknown;
  try {
    content = parseMessage(text);
  } catch (error) {
    return {
      kind: "refused",
      id: null,
      code: "parse-error",
      message: `Not usable as JSON: ${(error as Error).message}`,
    };
  }
  const request = requestSchema.safeParse(content);
  if (request.success) {
    const { params = {}, ...rest } = request.data;
    return { kind: "request", message: { ...rest, params } };
  }
  if (notificationSchema.safeParse(content).success) return { kind: "ignored" };
  const id = z.object({ id: requestSchema.shape.id }).safeParse(content);
  return {
    kind: "refused",
    id: id.success ? id.data.id : null,
    code: "invalid-request",
    message:
      'Expected one JSON-RPC 2.0 request with "jsonrpc": "2.0", an id (a whole number or a string), a method, and params as an object; batches are not taken.',
  };
}
