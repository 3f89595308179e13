import { hostname, networkInterfaces } from "node:os";
import { UserError } from "../errors.ts";
import { printable } from "../terminal/style.ts";
import { hostName, isLoopback, loopbackNames } from "./access/hosts.ts";
import type { ServerCertificate } from "./tls.ts";

export interface ListenOptions {
  host: string;
  certificate: ServerCertificate | null;
  insecure: boolean;
  allowHosts: readonly string[];
  allowOrigins: readonly string[];
}

/** What a runner may listen at and is known by. Throws a UserError for what would put the token on the wire in the clear. */
export function listenPolicy(options: ListenOptions): { hosts: string[]; origins: string[] } {
  const { host, certificate, insecure, allowHosts, allowOrigins } = options;
  const loopback = isLoopback(host);
  if (!loopback && certificate === null && !insecure) {
    throw new UserError(
      "refuses-unencrypted",
      `${printable(host)} can be reached from other machines, and without TLS everyone on the way could read the token. Give a certificate with --tls-cert and --tls-key, or listen on 127.0.0.1 and let clients come through ssh -L. On a network that you trust, --insecure goes on.`,
    );
  }
  const names = allowHosts.map((name) => checkedHost(name));
  const origins = allowOrigins.map((origin) => checkedOrigin(origin));
  const everywhere = host === "0.0.0.0" || hostName(host) === "[::]";
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
  return {
    hosts: [
      host,
      ...names,
      ...(loopback || everywhere ? loopbackNames : []),
      ...(loopback ? [] : [hostname(), ...(certificate?.names ?? [])]),
      ...(everywhere ? addresses.map((address) => address.replace(/%.*$/, "")) : []),
    ],
    origins,
  };
}

function checkedHost(name: string): string {
  if (/^[a-z0-9_.-]+$/i.test(name) || /^\[?[0-9a-f:.]+\]?$/i.test(name)) return name;
  throw new UserError(
    "bad-host",
    `--allow-host ${printable(name)}: expected a host name or an address, without scheme and port.`,
  );
}

function checkedOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : null;
  // Schemes of their own, such as vscode-webview://, have no origin in the sense of URL; they are compared as they stand.
  const own = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]+$/.test(text);
  if (!text.includes("*") && (origin === text || (origin === "null" && own))) return text;
  throw new UserError(
    "bad-origin",
    `--allow-origin ${printable(text)}: expected an origin exactly as a browser sends it: SCHEME://HOST, with :PORT where it is not the scheme's own, no path and no wildcard.`,
  );
}
