import { z } from "zod";
import { ConnectError } from "../../shared/client/connect-error.ts";
import { t } from "../l10n/index.ts";

const ticketSchema = z.object({ ticket: z.string() });

/** Asks the runner that served the page for a ticket, which opens one WebSocket. @throws ConnectError, "wrong-token" among them */
export async function requestTicket(token: string): Promise<string> {
  const wrongToken = () => new ConnectError("wrong-token", t("signIn.wrong"), { retry: false });
  // What cannot be in a header is no token either.
  if (!/^[\x21-\x7e]+$/.test(token)) throw wrongToken();
  const response = await fetch("/ticket", {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    credentials: "omit",
    referrerPolicy: "no-referrer",
  }).catch(() => {
    throw nothingAnswers(); // a browser does not say more
  });
  if (response.status === 401) throw wrongToken();
  if (!response.ok) throw new ConnectError("refused-by-runner", `HTTP ${response.status}`, { retry: true });
  return ticketSchema.parse(await response.json()).ticket;
}

export const nothingAnswers = (): ConnectError =>
  new ConnectError("closed", t("link.closed", { address: location.origin }), { retry: true });
