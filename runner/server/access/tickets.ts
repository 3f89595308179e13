import { createHash, randomBytes } from "node:crypto";

const lifetimeMs = 30_000;
const maximumOutstanding = 1_000;

/**
 * Tickets for browsers, which cannot put a token into the upgrade of a WebSocket: whoever has the token asks for a ticket,
 * and the page hands it over as a WebSocket subprotocol (URLs end up in logs and histories, subprotocols do not). A
 * ticket opens one connection, within 30 seconds. Only hashes are kept.
 */
export class Tickets {
  readonly #expiry = new Map<string, number>();
  readonly #now: () => number;

  /** @param now milliseconds, monotonic */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Null when too many wait to be used. */
  issue(): { ticket: string; expiresInSeconds: number } | null {
    this.#forgetExpired();
    if (this.#expiry.size >= maximumOutstanding) return null;
    const ticket = randomBytes(32).toString("base64url");
    this.#expiry.set(hash(ticket), this.#now() + lifetimeMs);
    return { ticket, expiresInSeconds: lifetimeMs / 1000 };
  }

  /** Whether the ticket is good; it never is again. */
  redeem(ticket: string): boolean {
    const key = hash(ticket);
    const expiry = this.#expiry.get(key);
    this.#expiry.delete(key);
    return expiry !== undefined && this.#now() < expiry;
  }

  #forgetExpired(): void {
    const now = this.#now();
    for (const [key, expiry] of this.#expiry) if (expiry <= now) this.#expiry.delete(key);
  }
}

// A look-up by the hash tells nothing about the ticket, however long it takes.
const hash = (ticket: string) => createHash("sha256").update(ticket).digest("base64url");
