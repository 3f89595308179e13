import { z } from "zod";
import { parseMessage } from "../protocol/parse-message.ts";
import type { MessageSocket } from "./message-socket.ts";

/**
 * The client's half of JSON-RPC 2.0: requests that are answered by number, and notifications. Written out here because it
 * has to run in a page as well, where a library for both halves would be most of what is loaded.
 */

/** A runner takes 32 requests at a time from a connection; what is beyond waits here. */
const maximumPending = 30;

const errorSchema = z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() });
const messageSchema = z.union([
  z.object({ jsonrpc: z.literal("2.0"), id: z.int(), result: z.unknown() }).refine((message) => "result" in message),
  z.object({ jsonrpc: z.literal("2.0"), id: z.int(), error: errorSchema }),
  z.object({
    jsonrpc: z.literal("2.0"),
    method: z.string(),
    params: z.unknown().optional(),
    id: z.undefined().optional(),
  }),
]);

/** The other side answered with an error. */
export class RpcError extends Error {
  readonly data: unknown;

  constructor({ message, data }: z.output<typeof errorSchema>) {
    super(message);
    this.name = "RpcError";
    this.data = data;
  }
}

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

export interface RpcHooks {
  /** A text came that is no message of the protocol: nothing more can be understood. */
  onNonsense: (why: string) => void;
  onClose: () => void;
}

export class RpcClient {
  readonly #socket: MessageSocket;
  readonly #hooks: RpcHooks;
  readonly #pending = new Map<number, Pending>();
  readonly #waiting: (() => void)[] = [];
  readonly #listeners = new Map<string, Set<(params: unknown) => void>>();
  #lastId = 0;
  #isClosed = false;

  constructor(socket: MessageSocket, hooks: RpcHooks) {
    this.#socket = socket;
    this.#hooks = hooks;
    socket.onMessage((text) => this.#receive(text));
    socket.onClose(() => this.#close());
  }

  /** Rejects with an RpcError where the answer is one, and with another Error where the connection ends before it. */
  request(method: string, params: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const send = () => {
        if (this.#isClosed) return reject(new Error("the connection is closed"));
        this.#lastId += 1;
        this.#pending.set(this.#lastId, { resolve, reject });
        this.#socket.send(JSON.stringify({ jsonrpc: "2.0", id: this.#lastId, method, params }));
      };
      if (this.#pending.size < maximumPending) send();
      else this.#waiting.push(send);
    });
  }

  /** Returns how to end it. */
  on(method: string, listener: (params: unknown) => void): () => void {
    const listeners = this.#listeners.get(method) ?? new Set();
    this.#listeners.set(method, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  #receive(text: string): void {
    if (this.#isClosed) return;
    let message: z.output<typeof messageSchema>;
    try {
      message = messageSchema.parse(parseMessage(text));
    } catch (error) {
      this.#hooks.onNonsense((error as Error).message);
      return;
    }
    if ("method" in message) {
      for (const listener of [...(this.#listeners.get(message.method) ?? [])]) listener(message.params);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (pending === undefined) {
      this.#hooks.onNonsense(`an answer to request ${message.id}, which was not asked`);
      return;
    }
    this.#pending.delete(message.id);
    if ("error" in message) pending.reject(new RpcError(message.error));
    else pending.resolve(message.result);
    this.#waiting.shift()?.();
  }

  #close(): void {
    this.#isClosed = true;
    for (const { reject } of this.#pending.values()) reject(new Error("the connection is closed"));
    this.#pending.clear();
    for (const send of this.#waiting.splice(0)) send();
    this.#hooks.onClose();
  }
}
