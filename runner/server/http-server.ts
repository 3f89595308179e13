import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Duplex } from "node:stream";
import type { Denial, Gate } from "./access/gate.ts";
import type { ServerLog } from "./log.ts";
import { type Route, sendError } from "./routes.ts";

/** Limits on what a stranger can make the runner hold. A header or handshake that dawdles is cut off. */
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  requireHostHeader: false, // the gate answers, as to every Host that is not ours
} as const;
const idleTimeout = 30_000;
const tlsHandshakeTimeout = 10_000;
const maximumConnections = 4_096;

export interface HttpOptions {
  tls: { cert: Buffer; key: Buffer } | null;
  gate: Gate;
  routes: readonly Route[];
  log: ServerLog;
}

/** HTTP, or HTTPS where there is a certificate. Every request passes the gate, whatever its path. */
export function createServer({ tls, gate, routes, log }: HttpOptions): Server {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    // What a request sends along is not read; the answer closes what is too long to skip.
    request.resume();
    respond(request, response, gate, routes).catch((error: unknown) => {
      log.error(`${request.method} ${pathOf(request)} failed: ${(error as Error).stack}`);
      if (response.headersSent) response.destroy();
      else sendError(response, 500, "internal", "The runner could not answer. Its log says why.");
    });
  };
  const server: Server =
    tls === null
      ? createHttpServer(limits, answer)
      : createHttpsServer({ ...limits, ...tls, minVersion: "TLSv1.2", handshakeTimeout: tlsHandshakeTimeout }, answer);
  server.maxConnections = maximumConnections;
  server.maxHeadersCount = 0; // the gate counts them: Node would drop those beyond the limit in silence
  server.timeout = idleTimeout;
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else
      deny(socket, error.code === "HPE_HEADER_OVERFLOW" ? 431 : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400);
  });
  return server;
}

async function respond(request: IncomingMessage, response: ServerResponse, gate: Gate, routes: readonly Route[]) {
  for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
  const refused = gate.admits(request);
  if (refused !== null) return sendDenial(response, refused);
  const { origin } = request.headers;
  if (origin !== undefined) {
    response.setHeader("Access-Control-Allow-Origin", origin).setHeader("Vary", "Origin");
    if (request.method === "OPTIONS") return preflight(response);
  }
  const here = routes.filter((route) => route.path === pathOf(request));
  const route = here.find(({ method }) => method === request.method);
  if (route?.access !== "open") {
    // Whoever has no token does not learn which paths there are.
    const denied = gate.authorizes(request, { ticket: false });
    if (denied !== null) return sendDenial(response, denied);
  }
  if (route !== undefined) return route.answer(request, response);
  if (here.length === 0) return sendError(response, 404, "not-found", "There is nothing at this path.");
  const allow = here.map(({ method }) => method).join(", ");
  sendError(response, 405, "method-not-allowed", `This path takes ${allow}.`, { Allow: allow });
}

/** A browser asks before a page on the allow-list may send its token. */
function preflight(response: ServerResponse): void {
  response.writeHead(204, {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "authorization",
    "Access-Control-Max-Age": "600",
  });
  response.end();
}

const commonHeaders = {
  // Tells a client that a runner answers, and not a proxy before it.
  Server: "recipe-lab",
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
} as const;

function sendDenial(response: ServerResponse, { status, code, message, headers }: Denial): void {
  sendError(response, status, code, message, headers);
}

/** Answers on a bare socket, before there is a response or in place of an upgrade, and closes it. */
export function deny(
  socket: Duplex,
  status: number,
  body: { code: string; message: string } = { code: "bad-request", message: STATUS_CODES[status] ?? "" },
  headers: Record<string, string> = {},
): void {
  const text = `${JSON.stringify({ error: body })}\n`;
  const all: Record<string, string> = {
    ...commonHeaders,
    ...headers,
    Connection: "close",
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(text)),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${text}`);
}

/** The path without its query, which is never looked at or logged. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0]!;
}
