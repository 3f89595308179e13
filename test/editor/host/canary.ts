import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";

/** A listener that nobody should find. */
export interface Canary {
  url: string;
  /** What reached it so far. */
  heard: Heard;
  /** Another address, which tells other processes what it heard. */
  report: string;
  close(): void;
}

export interface Heard {
  connections: number;
  bytes: number;
}

/** Listens on a free port of this machine and counts who comes. */
export async function startCanary(): Promise<Canary> {
  const heard = { connections: 0, bytes: 0 };
  const canary = createServer((socket) => {
    heard.connections += 1;
    socket.on("data", (data) => {
      heard.bytes += data.length;
    });
    socket.on("error", () => {});
  });
  const reporter = createHttpServer((_, response) => response.end(JSON.stringify(heard)));
  const [url, report] = await Promise.all([canary, reporter].map(listen));
  return {
    url: url!,
    report: report!,
    heard,
    close: () => {
      canary.close();
      reporter.close();
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
