import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { WebSocket } from "ws";
import { type ConnectOptions, connectRunner } from "../../runner/client/connect.ts";
import type { RunnerTarget } from "../../runner/client/target.ts";
import { newToken } from "../../runner/server/access/token.ts";
import type { ServerLog } from "../../runner/server/log.ts";
import { type RunningServer, type ServerOptions, startServer } from "../../runner/server/server.ts";
import { parseAddress } from "../../shared/client/address.ts";
import type { RunnerClient } from "../../shared/client/runner-client.ts";
import { protocolVersion } from "../../shared/protocol/requests.ts";
import { MemoryRunService } from "./memory-run-service.ts";

export interface TestRunner {
  server: RunningServer;
  service: MemoryRunService;
  token: string;
  target: RunnerTarget;
  /** What the server logged. */
  log: string[];
  connect: (options?: ConnectOptions) => Promise<RunnerClient>;
  /** A WebSocket without our client around it; initialised unless told otherwise. */
  open: (options?: { initialize?: boolean }) => Promise<RawClient>;
  close: () => Promise<void>;
}

/** A server over an in-memory service, in this process, on loopback. */
export async function startTestRunner(
  options: Partial<ServerOptions> & { service?: MemoryRunService } = {},
): Promise<TestRunner> {
  const service = options.service ?? new MemoryRunService();
  const token = options.token ?? newToken();
  const log: string[] = [];
  const note = (level: string) => (message: string) => void log.push(`${level} ${message}`);
  const serverLog: ServerLog = { info: note("info"), warning: note("warning"), error: note("error") };
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    tls: null,
    hosts: ["localhost"],
    origins: [],
    log: serverLog,
    ...options,
    service,
    token,
  });
  const target: RunnerTarget = { address: parseAddress(server.url), token, tokenFrom: "a test", ca: null, pin: null };
  return {
    server,
    service,
    token,
    target,
    log,
    connect: (connectOptions) => connectRunner(target, connectOptions),
    open: (openOptions) => openRaw(server.port, token, openOptions),
    close: () => server.close(),
  };
}

export interface Reply {
  id?: number | string | null;
  result?: unknown;
  error?: { code: number; message: string; data: { code: string; details?: unknown } };
  method?: string;
  params?: unknown;
}

/** Sends any text and gives what comes back in order. */
export class RawClient {
  readonly socket: WebSocket;
  readonly #received: Reply[] = [];
  readonly #waiting: ((reply: Reply) => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("error", () => {});
    socket.on("message", (data: Buffer) => {
      const reply = JSON.parse(data.toString()) as Reply;
      const next = this.#waiting.shift();
      if (next) next(reply);
      else this.#received.push(reply);
    });
  }

  send(message: unknown): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }
  next(): Promise<Reply> {
    const received = this.#received.shift();
    return received === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(received);
  }
  ask(message: unknown): Promise<Reply> {
    this.send(message);
    return this.next();
  }
  /** Resolves with the code of the close. */
  closed(): Promise<number> {
    return new Promise((resolve) => this.socket.once("close", resolve));
  }
}

export const initialize = (id: number | string = 0) => ({
  jsonrpc: "2.0",
  id,
  method: "initialize",
  params: { protocolVersion, client: "test" },
});

async function openRaw(port: number, token: string, options: { initialize?: boolean } = {}): Promise<RawClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers: { Authorization: `Bearer ${token}` } });
  const client = new RawClient(socket);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  if (options.initialize !== false) await client.ask(initialize());
  return client;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** One HTTP request, or one attempt at an upgrade where the headers ask for it. */
export function http(
  port: number,
  { method = "GET", path = "/", headers = {} }: { method?: string; path?: string; headers?: Record<string, string> },
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false });
    request.once("error", reject);
    request.once("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode!, headers: response.headers, body: "" });
    });
    request.once("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.once("end", () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    request.end();
  });
}

export const upgradeHeaders = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
} as const;
