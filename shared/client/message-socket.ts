/**
 * A connection that carries texts both ways, open when it is handed over: a WebSocket of whatever kind the program has.
 * Whoever makes one notices a dead line by itself, and then it closes. Anything but a text that comes in ends it.
 */
export interface MessageSocket {
  /** Sends a text, or nothing where the connection has ended. */
  send(text: string): void;
  /** There is one listener; it is set before anything can come in. */
  onMessage(listener: (text: string) => void): void;
  /** Calls back once, when the connection has ended for whatever reason. */
  onClose(listener: () => void): void;
  /** Ends the connection in good order; it waits no longer than a second for the other side. */
  close(): void;
  /** Ends it at once. */
  terminate(): void;
}
