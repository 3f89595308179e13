import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A listener that nobody should find. */
export interface Canary {
  url: string;
  /** What reached it so far. */
  heard: { connections: number; bytes: number };
  close(): void;
}

/** Listens on a free port of this machine and counts who comes. */
export async function startCanary(): Promise<Canary> {
  const heard = { connections: 0, bytes: 0 };
  const server = createServer((socket) => {
    heard.connections += 1;
    socket.on("data", (data) => {
      heard.bytes += data.length;
    });
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard, close: () => server.close() };
}
