import type { MessageSocket } from "../../shared/client/message-socket.ts";

/** The client's end of a connection whose other end is the test. */
export class MemorySocket implements MessageSocket {
  readonly sent: unknown[] = [];
  isClosed = false;
  #onMessage: (text: string) => void = () => {};
  #onClose: () => void = () => {};
  readonly #answer: (request: Request) => unknown;

  /** @param answer gives the result of a request, or undefined for none */
  constructor(answer: (request: Request) => unknown = () => undefined) {
    this.#answer = answer;
  }

  send(text: string): void {
    const request = JSON.parse(text) as Request;
    this.sent.push(request);
    const result = this.#answer(request);
    if (result !== undefined) queueMicrotask(() => this.receive({ jsonrpc: "2.0", id: request.id, result }));
  }

  /** The other side says something. */
  receive(message: unknown): void {
    this.#onMessage(typeof message === "string" ? message : JSON.stringify(message));
  }

  onMessage(listener: (text: string) => void): void {
    this.#onMessage = listener;
  }

  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  close(): void {
    this.terminate();
  }

  terminate(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#onClose();
  }
}

export interface Request {
  id: number;
  method: string;
  params: unknown;
}

/** What a runner answers to the first request. */
export const greeting = ({ method }: Request): unknown =>
  method === "initialize" ? { protocolVersion: 1, runner: "recipe-lab", version: "0.0.0", host: "box" } : undefined;
