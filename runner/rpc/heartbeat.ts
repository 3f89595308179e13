import type { WebSocket } from "ws";

/**
 * Notices a connection whose other side is gone without a word (a cable pulled, a laptop asleep): sends a ping at every
 * beat, and cuts the connection when nothing at all has come for two beats. Both sides do so, each for itself.
 */
export class Heartbeat {
  readonly #socket: WebSocket;
  readonly #timer: NodeJS.Timeout;
  #silentBeats = 0;

  constructor(socket: WebSocket, intervalMs: number, onDead: () => void) {
    this.#socket = socket;
    socket.on("message", this.#alive).on("ping", this.#alive).on("pong", this.#alive);
    this.#timer = setInterval(() => {
      if (this.#silentBeats === 2) {
        this.stop();
        onDead();
        socket.terminate();
        return;
      }
      this.#silentBeats += 1;
      socket.ping(undefined, undefined, () => {}); // a failed ping shows in the next beats
    }, intervalMs);
    socket.once("close", () => this.stop());
  }

  readonly #alive = () => {
    this.#silentBeats = 0;
  };

  stop(): void {
    clearInterval(this.#timer);
    this.#socket.off("message", this.#alive).off("ping", this.#alive).off("pong", this.#alive);
  }
}
