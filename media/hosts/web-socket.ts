import type { MessageSocket } from "../../shared/client/message-socket.ts";
import { nothingAnswers } from "./ticket.ts";

const closeWithinMs = 1_000;
/** A runner pings every 15 seconds, which a page does not see; machine figures come every 5, and by them a page knows. */
const silenceMs = 40_000;

/** A browser's WebSocket, once it is open. A line on which nothing has come for long is taken for dead. */
export class PageSocket implements MessageSocket {
  readonly #socket: WebSocket;
  #onClose: (() => void) | null = null;
  #ended = false;
  #watch: ReturnType<typeof setTimeout> | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("close", () => this.#end());
    this.#heard();
  }

  send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  onMessage(listener: (text: string) => void): void {
    this.#socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      this.#heard();
      if (typeof data === "string") listener(data);
      else this.terminate();
    });
  }

  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  close(): void {
    this.#socket.close(1000);
    setTimeout(() => this.#end(), closeWithinMs);
  }

  /** A browser closes in good order alone; what it is still told does not count any more. */
  terminate(): void {
    this.#socket.close();
    this.#end();
  }

  #heard(): void {
    if (this.#watch !== null) clearTimeout(this.#watch);
    if (!this.#ended) this.#watch = setTimeout(() => this.terminate(), silenceMs);
  }

  #end(): void {
    if (this.#watch !== null) clearTimeout(this.#watch);
    if (this.#ended) return;
    this.#ended = true;
    this.#onClose?.();
  }
}

/** Resolves when the socket is open, rejects when it cannot be opened; a browser does not say why. */
export function opened(socket: WebSocket): Promise<PageSocket> {
  return new Promise((resolve, reject) => {
    socket.addEventListener("open", () => resolve(new PageSocket(socket)), { once: true });
    socket.addEventListener("close", () => reject(nothingAnswers()), { once: true });
  });
}
