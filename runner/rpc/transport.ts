import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from "vscode-jsonrpc/node";
import type { WebSocket } from "ws";

/** A connection has room for more while less than this waits to be written. Bytes. */
const highWater = 64 * 1024;

export interface TransportHooks {
  /** Turns a frame's text into a message for the JSON-RPC connection, or null where it has dealt with it itself. */
  accept: (text: string) => Message | null;
  /** The system has taken a message of the JSON-RPC connection. */
  onWritten?: (message: Message) => void;
}

/**
 * Text frames of a WebSocket as vscode-jsonrpc's reader and writer, with word of when the other side has taken what was
 * written.
 */
export class WebSocketTransport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  constructor(socket: WebSocket, { accept, onWritten = () => {} }: TransportHooks) {
    this.#socket = socket;
    this.reader = new Reader(socket, accept);
    this.writer = new Writer(this, onWritten);
  }

  /** Whether the other side keeps up. */
  get hasRoom(): boolean {
    return this.#socket.bufferedAmount < highWater;
  }

  /** Bytes that the other side has not taken yet. */
  get waitingBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Calls back once, when there is room again or the connection is gone. */
  whenRoom(callback: () => void): void {
    this.#waiting.add(callback);
  }

  forget(callback: () => void): void {
    this.#waiting.delete(callback);
  }

  /** Sends one message. The bytes are shared, not copied, so that one message may go to many. */
  send(message: Buffer | string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(message, { binary: false, compress: false }, (error) => {
        if (error) reject(error);
        else resolve();
        if (error || this.hasRoom) this.#wake();
      });
    });
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of waiting) callback();
  }
}

class Reader extends AbstractMessageReader {
  readonly #socket: WebSocket;
  readonly #accept: (text: string) => Message | null;

  constructor(socket: WebSocket, accept: (text: string) => Message | null) {
    super();
    this.#socket = socket;
    this.#accept = accept;
  }

  listen(callback: DataCallback): Disposable {
    const onMessage = (data: Buffer, isBinary: boolean) => {
      if (isBinary) {
        this.#socket.close(1003, "text frames only");
        return;
      }
      const message = this.#accept(data.toString("utf8"));
      if (message !== null) callback(message);
    };
    const onClose = () => this.fireClose();
    const onError = (error: Error) => this.fireError(error);
    this.#socket.on("message", onMessage).on("close", onClose).on("error", onError);
    return Disposable.create(() => {
      // The error listener stays: without one, a late error of the socket would end the process.
      this.#socket.off("message", onMessage).off("close", onClose);
    });
  }
}

class Writer extends AbstractMessageWriter implements MessageWriter {
  readonly #transport: WebSocketTransport;
  readonly #onWritten: (message: Message) => void;

  constructor(transport: WebSocketTransport, onWritten: (message: Message) => void) {
    super();
    this.#transport = transport;
    this.#onWritten = onWritten;
  }

  async write(message: Message): Promise<void> {
    await this.#transport.send(JSON.stringify(message));
    this.#onWritten(message);
  }

  end(): void {}
}
