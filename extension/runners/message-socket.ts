import type { WebSocket } from "ws";
import type { MessageSocket } from "../../shared/client/message-socket.ts";

const closeWithinMs = 1_000;
/** As often as the runner pings. */
const beatMs = 15_000;

/** A WebSocket that is open, with a heartbeat: a line on which nothing has come for two beats is dead. */
export function messageSocket(socket: WebSocket): MessageSocket {
  let silentBeats = 0;
  const alive = () => {
    silentBeats = 0;
  };
  socket.on("message", alive).on("ping", alive).on("pong", alive);
  const timer = setInterval(() => {
    if (silentBeats === 2) return socket.terminate();
    silentBeats += 1;
    socket.ping(undefined, undefined, () => {}); // a failed ping shows in the next beats
  }, beatMs);
  socket.once("close", () => clearInterval(timer));
  return {
    send: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text, { compress: false }, () => {}); // an error ends in a close
    },
    onMessage: (listener) => {
      socket.on("message", (data: Buffer, isBinary: boolean) => {
        if (isBinary) socket.close(1003, "text frames only");
        else listener(data.toString("utf8"));
      });
    },
    onClose: (listener) => {
      socket.once("close", () => listener());
    },
    close: () => {
      socket.close(1000);
      // A runner that is gone does not answer the close; nothing waits for it.
      setTimeout(() => socket.terminate(), closeWithinMs).unref();
    },
    terminate: () => socket.terminate(),
  };
}
