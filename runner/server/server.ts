import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer, type ServerOptions as WebSocketServerOptions } from "ws";
import { UserError } from "../errors.ts";
import { Heartbeat } from "../rpc/heartbeat.ts";
import type { RunService } from "../runs/run-service.ts";
import { FailureLimit } from "./access/failure-limit.ts";
import { Gate, subprotocol } from "./access/gate.ts";
import { hostName } from "./access/hosts.ts";
import { Tickets } from "./access/tickets.ts";
import { SecretHash } from "./access/token.ts";
import type { MachineMetrics, MetricsText, ServerLoad } from "./extensions.ts";
import { Feeds } from "./feeds.ts";
import { createHandlers } from "./handlers.ts";
import { createServer, deny, pathOf } from "./http-server.ts";
import type { ServerLog } from "./log.ts";
import { MachineTopic } from "./machine-topic.ts";
import { pageRoutes } from "./page.ts";
import { createRoutes, rpcPath } from "./routes.ts";
import { RunsTopic } from "./runs-topic.ts";
import { Session } from "./session.ts";

/** A recipe and its source, escaped, fit well; nothing else that a client sends is large. Bytes. */
export const maximumMessageBytes = 4 * 1024 * 1024;
const maximumSessions = 2_000;
const closeWithinMs = 2_000;

/** `closeTimeout` is an option of ws that its types lack. */
const webSocketOptions: WebSocketServerOptions & { closeTimeout: number } = {
  noServer: true,
  clientTracking: true,
  maxPayload: maximumMessageBytes,
  maxFragments: 1_024,
  perMessageDeflate: false,
  closeTimeout: closeWithinMs,
  handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
};

export interface ServerOptions {
  service: RunService;
  token: string;
  /** Address to listen on, and 0 for any free port. */
  host: string;
  port: number;
  tls: { cert: Buffer; key: Buffer } | null;
  /** Names that clients may use in `Host`, beside the address itself. */
  hosts: readonly string[];
  origins: readonly string[];
  log: ServerLog;
  metrics?: MetricsText | undefined;
  machine?: MachineMetrics | undefined;
  heartbeatMs?: number;
}

export interface RunningServer {
  /** "http://127.0.0.1:7733" */
  url: string;
  port: number;
  load(): ServerLoad;
  /** Ends every connection; the service is the caller's to close. */
  close(): Promise<void>;
}

/** HTTP and WebSocket on one port. Rejects with a UserError where the address cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { service, token, tls, log, heartbeatMs = 15_000 } = options;
  const tickets = new Tickets();
  const gate = new Gate({
    token: new SecretHash(token),
    tickets,
    failures: new FailureLimit(),
    hosts: new Set([options.host, ...options.hosts].map(hostName)),
    origins: new Set(options.origins),
    scheme: tls === null ? "http" : "https",
  });
  const metrics = options.metrics && (() => options.metrics!(load()));
  const server = createServer({
    tls,
    gate,
    log,
    routes: createRoutes({ tickets, metrics: metrics ?? null, page: pageRoutes() }),
  });
  const sockets = new WebSocketServer(webSocketOptions);
  const sessions = new Set<Session>();
  const feeds = new Feeds(service);
  const runsTopic = new RunsTopic(service, sessions);
  const handlers = createHandlers(service);
  const machineTopic = options.machine && new MachineTopic(options.machine);
  const begin = (session: Session) => {
    sessions.add(session);
    machineTopic?.begin(session);
  };

  const load = (): ServerLoad => ({
    connections: sockets.clients.size,
    subscriptions: [...sessions].reduce((sum, session) => sum + session.subscriptions, 0),
    waitingBytes: [...sockets.clients].reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0),
  });
  const connected = (socket: WebSocket, address: string) => {
    socket.on("error", (error) => log.info(`connection from ${address}: ${error.message}`));
    const session = new Session(socket, { service, feeds, handlers, log, onBegin: begin });
    new Heartbeat(socket, heartbeatMs, () => log.info(`connection from ${address}: gone without a word`));
    socket.once("close", () => {
      sessions.delete(session);
      runsTopic.forget(session);
      machineTopic?.forget(session);
    });
  };
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const refused = gate.admits(request) ?? gate.authorizes(request, { ticket: true });
    if (refused !== null) return deny(socket, refused.status, refused, refused.headers);
    if (pathOf(request) !== rpcPath) return deny(socket, 404);
    if (sockets.clients.size >= maximumSessions) {
      return deny(socket, 503, { code: "too-many-clients", message: "This runner has as many clients as it takes." });
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      connected(webSocket, request.socket.remoteAddress ?? "an unknown address"),
    );
  });

  const port = await listen(server, options);
  return {
    port,
    url: `${tls === null ? "http" : "https"}://${hostName(options.host)}:${port}`,
    load,
    close: async () => {
      runsTopic.close();
      machineTopic?.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets.clients) socket.close(1001, "the runner is shutting down");
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      }, closeWithinMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function listen(server: Server, { host, port }: ServerOptions): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen({ host, port, backlog: 1_024 }, resolve);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === "EADDRINUSE"
        ? "another program listens there already. Stop it, or choose another port with --port"
        : code === "EACCES"
          ? "this user may not. Choose a port of 1024 or more with --port"
          : `${message}. Check --host and --port`;
    throw new UserError("cannot-listen", `The runner cannot listen at ${hostName(host)}:${port}: ${why}.`, {
      cause: error,
    });
  }
  return (server.address() as AddressInfo).port;
}
