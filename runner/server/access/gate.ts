import type { IncomingMessage } from "node:http";
import type { FailureLimit } from "./failure-limit.ts";
import { hostOfHeader } from "./hosts.ts";
import type { Tickets } from "./tickets.ts";
import type { SecretHash } from "./token.ts";

/** Why a request is turned away. */
export interface Denial {
  status: 400 | 401 | 403 | 429 | 431;
  code:
    | "bad-request"
    | "host-not-allowed"
    | "origin-not-allowed"
    | "token-missing"
    | "token-wrong"
    | "too-many-failures";
  message: string;
  headers?: Record<string, string>;
}

export interface GateOptions {
  token: SecretHash;
  tickets: Tickets;
  failures: FailureLimit;
  /** Names that `Host` may carry, as `hostName` writes them. */
  hosts: ReadonlySet<string>;
  /** Origins of pages that may connect, exactly as browsers send them; pages of this runner itself always may. */
  origins: ReadonlySet<string>;
  scheme: "http" | "https";
}

/** Subprotocol that a browser offers beside its ticket, and that the runner chooses. */
export const subprotocol = "recipe-lab.v1";
const ticketProtocol = "recipe-lab.ticket.";

const maximumHeaders = 100;

/**
 * Decides who may come in; every request passes here first, and an upgrade too.
 *
 * `Host` must be a name of this runner: a page whose own name was rebound to this address has another one. `Origin`, which
 * browsers always send with an upgrade, must be on the list or this runner's own. Programs that are no browsers send none.
 */
export class Gate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** What is asked of every request, be a token needed or not. */
  admits(request: IncomingMessage): Denial | null {
    const { hosts } = this.#options;
    const { rawHeaders } = request;
    if (rawHeaders.length / 2 > maximumHeaders) {
      return { status: 431, code: "bad-request", message: `Expected at most ${maximumHeaders} header fields.` };
    }
    for (const single of ["host", "origin", "authorization"]) {
      if (countOf(rawHeaders, single) > 1) {
        return { status: 400, code: "bad-request", message: `Expected one ${single} header, received several.` };
      }
    }
    const host = hostOfHeader(request.headers.host);
    if (host === null || !hosts.has(host)) {
      return {
        status: 403,
        code: "host-not-allowed",
        message:
          "This runner is not known by the name in the Host header. Start it with --allow-host NAME where people reach it by that name.",
      };
    }
    if (!this.allowsOrigin(request)) {
      return {
        status: 403,
        code: "origin-not-allowed",
        message: "Pages of this origin may not connect. Start the runner with --allow-origin ORIGIN where they should.",
      };
    }
    return null;
  }

  allowsOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
    if (origin === undefined) return true;
    const { origins, scheme } = this.#options;
    return origins.has(origin) || origin === `${scheme}://${host}`;
  }

  /** Whether the request carries the token or, where `ticket` allows one, a ticket that is still good. */
  authorizes(request: IncomingMessage, { ticket }: { ticket: boolean }): Denial | null {
    const { token, tickets, failures } = this.#options;
    const address = request.socket.remoteAddress ?? "";
    const bearer = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];
    const offered = ticket ? ticketOf(request) : undefined;
    if (bearer === undefined && offered === undefined) {
      return unauthorized("token-missing", "Send the runner's token: Authorization: Bearer TOKEN.");
    }
    if (!failures.allows(address)) {
      return {
        status: 429,
        code: "too-many-failures",
        message: "Too many wrong tokens came from this address. Try again in a few seconds.",
        headers: { "Retry-After": "5" },
      };
    }
    const right = bearer !== undefined ? token.matches(bearer) : tickets.redeem(offered!);
    if (right) return null;
    failures.failed(address);
    return unauthorized("token-wrong", "The token or ticket is not this runner's, or was used before.");
  }
}

function unauthorized(code: "token-missing" | "token-wrong", message: string): Denial {
  return { status: 401, code, message, headers: { "WWW-Authenticate": 'Bearer realm="recipe-lab"' } };
}

function ticketOf({ headers }: IncomingMessage): string | undefined {
  const offered = (headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  return offered.find((name) => name.startsWith(ticketProtocol))?.slice(ticketProtocol.length);
}

function countOf(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length;
}
