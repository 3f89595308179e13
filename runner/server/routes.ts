import type { IncomingMessage, ServerResponse } from "node:http";
import type { Tickets } from "./access/tickets.ts";
import type { MetricsText } from "./extensions.ts";

/** The paths that a runner answers, apart from the upgrade at `rpcPath`. A test enumerates them. */
export interface Route {
  method: "GET" | "POST";
  path: string;
  /** `open` asks for no token, only for the right Host and Origin. */
  access: "token" | "open";
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

export const rpcPath = "/rpc";

export interface RouteParts {
  tickets: Tickets;
  metrics: (() => ReturnType<MetricsText>) | null;
  /** The dashboard's files (runner/server/page.ts). */
  page: readonly Route[];
}

export function createRoutes({ tickets, metrics, page }: RouteParts): Route[] {
  return [
    ...page,
    {
      // Probes of systemd and load balancers carry no token; what they learn is that something answers.
      method: "GET",
      path: "/healthz",
      access: "open",
      answer: (_, response) => sendText(response, 200, "text/plain; charset=utf-8", "ok\n"),
    },
    {
      method: "POST",
      path: "/ticket",
      access: "token",
      answer: (_, response) => {
        const ticket = tickets.issue();
        if (ticket !== null) sendJson(response, 200, ticket);
        else
          sendError(response, 503, "too-many-tickets", "Too many tickets wait to be used. Try again in half a minute.");
      },
    },
    {
      method: "GET",
      path: "/metrics",
      access: "token",
      answer: async (_, response) => {
        if (metrics === null) return sendError(response, 404, "not-found", "This runner has no metrics to show.");
        const { contentType, text } = await metrics();
        sendText(response, 200, contentType, text);
      },
    },
    {
      method: "GET",
      path: rpcPath,
      access: "token",
      answer: (_, response) =>
        sendError(response, 426, "upgrade-required", "This path takes WebSocket connections.", {
          Upgrade: "websocket",
        }),
    },
  ];
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  sendText(response, status, "application/json; charset=utf-8", `${JSON.stringify(body)}\n`, headers);
}

export function sendError(response: ServerResponse, status: number, code: string, message: string, headers = {}): void {
  sendJson(response, status, { error: { code, message } }, headers);
}

function sendText(response: ServerResponse, status: number, type: string, text: string, headers = {}): void {
  response.writeHead(status, { ...headers, "Content-Type": type, "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}
