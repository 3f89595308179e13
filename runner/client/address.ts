import { UserError } from "../errors.ts";
import { hostName, isLoopback } from "../server/access/hosts.ts";
import { printable } from "../terminal/style.ts";

/** The port of `serve` where none is named. */
export const defaultPort = 7733;

/** Where a runner is. */
export interface RunnerAddress {
  secure: boolean;
  /** As in a URL: IPv6 in brackets. */
  host: string;
  port: number;
  loopback: boolean;
  /** "https://gpu-box:7733" */
  url: string;
}

/** Reads "http://127.0.0.1:7733" or "https://gpu-box". A path, a query or credentials in it are refused. */
export function parseAddress(text: string): RunnerAddress {
  const refuse = (why: string) =>
    new UserError(
      "bad-address",
      `${printable(text)} is no runner's address: ${why}. Expected http://HOST:PORT or https://HOST:PORT.`,
    );
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refuse("it is not a URL");
  }
  const secure = url.protocol === "https:" || url.protocol === "wss:";
  if (!secure && url.protocol !== "http:" && url.protocol !== "ws:") throw refuse(`it begins with ${url.protocol}`);
  if (url.username !== "" || url.password !== "") {
    throw new UserError(
      "bad-address",
      "A runner's address holds no name or password; the token comes from a file or RECIPE_LAB_TOKEN.",
    );
  }
  if (url.search !== "" || url.hash !== "" || url.pathname !== "/") throw refuse("it has more than a host and a port");
  const host = hostName(url.hostname);
  // A URL drops its scheme's own port, so that one has to be looked for in the text.
  const named = url.port !== "" ? Number(url.port) : /:(80|443)\/?$/.exec(text)?.[1];
  const port = named === undefined ? defaultPort : Number(named);
  return { secure, host, port, loopback: isLoopback(host), url: `${secure ? "https" : "http"}://${host}:${port}` };
}
