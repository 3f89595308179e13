import type { IncomingHttpHeaders } from "node:http";
import { printable } from "../terminal/style.ts";
import { ConnectError } from "./connect-error.ts";
import type { RunnerTarget } from "./target.ts";

/** Errors of the network in words: what was tried, what happened, what to look at. */
export function networkError(target: RunnerTarget, error: NodeJS.ErrnoException): ConnectError {
  const { url, host, port, loopback } = target.address;
  const fail = (code: string, message: string, retry = true) =>
    new ConnectError(code, `${url}: ${message}`, { retry, cause: error });
  switch (error.code) {
    case "ECONNREFUSED":
      return fail(
        "refused",
        loopback
          ? `nothing listens on port ${port}. Start a runner (recipe-lab serve), or the tunnel to one (ssh -L ${port}:127.0.0.1:PORT HOST), and check the port.`
          : `nothing listens on port ${port} there. Is \`recipe-lab serve\` running on it, with --host set so that others reach it, and is the port right?`,
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return fail(
        "unknown-host",
        `the name ${host} is not known. Check its spelling, and the network.`,
        error.code === "EAI_AGAIN",
      );
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return fail("unreachable", "no answer. Is the machine on, and does a firewall let the port through?");
    case "ECONNRESET":
    case "EPIPE":
      return fail(
        "closed",
        target.address.secure
          ? "the connection was closed during the handshake."
          : "the connection was closed during the handshake. If the runner uses TLS, write https:// in its address.",
      );
    default:
      return fail("no-connection", `${printable(error.message)}.`);
  }
}

const unknownIssuer = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_UNTRUSTED",
]);

/** An error of TLS in words, or null where it is one of the network. None of them is retried: nothing was sent. */
export function certificateError(target: RunnerTarget, error: NodeJS.ErrnoException): ConnectError | null {
  const { url, host } = target.address;
  const fail = (code: string, message: string) =>
    new ConnectError(code, `${url}: ${message} Nothing was sent.`, { retry: false, cause: error });
  const { code = "" } = error;
  if (unknownIssuer.has(code)) {
    return fail(
      "certificate-unknown",
      "the certificate was issued by nobody whom this machine knows. Name the runner's certificate, or its authority's, with --ca FILE, or its fingerprint with --pin (`recipe-lab serve` prints it).",
    );
  }
  if (code === "CERT_HAS_EXPIRED")
    return fail("certificate-expired", "the certificate has expired. Renew it on the runner.");
  if (code === "CERT_NOT_YET_VALID") {
    return fail("certificate-expired", "the certificate is not valid yet. Check the clocks of both machines.");
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return fail(
      "certificate-host",
      `the certificate is for other names than ${host}. Use one of its names, or make one that has this name.`,
    );
  }
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") {
    return fail(
      "not-tls",
      "what answers does not speak TLS. If the runner has no certificate, write http:// in its address.",
    );
  }
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code === "EPROTO") {
    return fail("tls-failed", `the TLS handshake failed (${printable(error.message)}).`);
  }
  return null;
}

/** An answer that is no upgrade, in words. */
export function refusal(
  target: RunnerTarget,
  status: number,
  headers: IncomingHttpHeaders,
  body: string,
): ConnectError {
  const { url } = target.address;
  if (headers.server !== "recipe-lab") {
    const gateway = status === 502 || status === 503 || status === 504;
    return new ConnectError(
      "not-a-runner",
      gateway
        ? `${url}: a proxy answers there, and cannot reach the runner behind it (HTTP ${status}).`
        : `${url}: what answers there is not a runner of Recipe Lab (HTTP ${status}). Check host and port; a proxy on the way must pass WebSocket upgrades and the Authorization header on.`,
      { retry: gateway },
    );
  }
  const { code, message } = errorIn(body);
  if (status === 401) {
    return new ConnectError(
      "wrong-token",
      `${url}: the token from ${target.tokenFrom} is not this runner's. \`recipe-lab serve\` prints which file on its machine holds the token; copy it again.`,
      { retry: false },
    );
  }
  return new ConnectError(code, `${url}: ${printable(message, 1_000)}`, { retry: status === 429 || status >= 500 });
}

function errorIn(body: string): { code: string; message: string } {
  try {
    const { error } = JSON.parse(body) as { error: { code: unknown; message: unknown } };
    return { code: String(error.code), message: String(error.message) };
  } catch {
    return { code: "refused-by-runner", message: "the runner turned the connection away." };
  }
}
