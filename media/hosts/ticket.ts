import { z } from "zod";
import { t } from "../l10n/index.ts";

const ticketSchema = z.object({ ticket: z.string() });

/** Why there is no ticket. With another token there may be one where `wrongToken` is true. */
export class TicketError extends Error {
  readonly wrongToken: boolean;

  constructor(message: string, wrongToken: boolean) {
    super(message);
    this.name = "TicketError";
    this.wrongToken = wrongToken;
  }
}

/** Asks the runner that served the page for a ticket, which opens one WebSocket. */
export async function requestTicket(token: string): Promise<string> {
  // What cannot be in a header is no token either.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new TicketError(t("signIn.wrong"), true);
  const response = await fetch("/ticket", {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    credentials: "omit",
    referrerPolicy: "no-referrer",
  }).catch(() => {
    throw new TicketError(t("link.closed", { address: location.origin }), false); // a browser does not say more
  });
  if (response.status === 401) throw new TicketError(t("signIn.wrong"), true);
  if (!response.ok) throw new TicketError(`HTTP ${response.status}`, false);
  return ticketSchema.parse(await response.json()).ticket;
}
