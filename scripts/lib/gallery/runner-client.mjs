// Just enough of the protocol to record what a runner answers, word by word: requests, and what is sent unasked.
import { WebSocket } from "ws";

export async function connect(url, token) {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/rpc`, { headers: { Authorization: `Bearer ${token}` } });
  const waiting = new Map();
  const listeners = new Set();
  let last = 0;
  socket.on("message", (data) => {
    const message = JSON.parse(String(data));
    if (message.id === undefined) {
      for (const listener of listeners) listener(message);
      return;
    }
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) reject(new Error(`${message.error.message} (${JSON.stringify(message.error.data)})`));
    else resolve(message.result);
  });
  const request = (method, params = {}) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: last, method, params }));
    });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  await request("initialize", { protocolVersion: 1, client: "record-gallery", topics: ["runs"] });
  return {
    request,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => socket.close(),
  };
}
