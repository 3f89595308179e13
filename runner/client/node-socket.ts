import type { WebSocket } from "ws";
import type { MessageSocket } from "../../shared/client/message-socket.ts";
import { Heartbeat } from "../rpc/heartbeat.ts";

const closeWithinMs = 1_000;

/** A WebSocket of Node that is open. A heartbeat notices a dead line. */
export function messageSocket(socket: WebSocket, heartbeatMs: number): MessageSocket {
  new Heartbeat(socket, heartbeatMs, () => {});
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
